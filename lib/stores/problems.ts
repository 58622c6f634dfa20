import { type ReadonlySignal, signal } from '@preact/signals';
import type { SyncRow } from '../protocol/messages.ts';
import type { I18n } from './i18n.ts';
import type { Outcome } from './worker-client.ts';

/** Why a change was not made. */
export type ProblemCode = Extract<Outcome, { ok: false }>['error'] | 'no-panel';

/** The last change that could not be made, told where the person is looking until they dismiss it or the next one succeeds. */
export interface Problems {
  readonly shown: ReadonlySignal<ProblemCode | null>;
  tell(code: ProblemCode): void;
  dismiss(): void;
}

export function createProblems(): Problems {
  const shown = signal<ProblemCode | null>(null);
  return {
    shown,
    tell(code) {
      shown.value = code;
    },
    dismiss() {
      shown.value = null;
    },
  };
}

/** Why the relay refuses, in a few words for the status. */
export function refusalText(i18n: I18n, sync: SyncRow): string {
  if (sync.state === 'storage-failed') return i18n.t('sync.storage');
  return i18n.t(`refusal.${sync.reason ?? 'malformed'}`);
}

/** What the person can do about a refusal, as a sentence. */
export function helpText(i18n: I18n, sync: SyncRow): string {
  const reason = sync.reason ?? 'malformed';
  if (reason !== 'clock') return i18n.t(`help.${reason}`);
  const skew = sync.skewMs ?? 0;
  const n = Math.max(1, Math.round(Math.abs(skew) / 60_000));
  // The skew is relay minus device: positive means that the device is behind.
  return skew >= 0 ? i18n.t('help.clock.behind', { n }) : i18n.t('help.clock.ahead', { n });
}
