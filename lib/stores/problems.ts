import { type ReadonlySignal, signal } from '@preact/signals';
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
