import type { SyncRow } from '../protocol/queries.ts';
import type { I18n } from './i18n.ts';

// Apart from what every page loads: mostly nothing is refused. Needs the texts of en-problems.ts.

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
