import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { SyncRow } from '../protocol/queries.ts';
import type { I18n } from './i18n.ts';
import type { WorkerClient } from './worker-client.ts';

/** What is true about saving and sending at this moment. */
export interface SyncStatus {
  /** The words of the status. */
  readonly text: ReadonlySignal<string>;
  /** `busy`: on its way by itself. `waiting`: nothing lost, not sent. `stuck`: needs the person. */
  readonly tone: ReadonlySignal<'good' | 'busy' | 'waiting' | 'stuck'>;
}

/** Words for refusals, which a page that syncs does not load. */
async function loadRefusals(i18n: I18n) {
  const [code, texts] = await Promise.all([import('./refusals.ts'), import('../../locales/en-problems.ts')]);
  i18n.learn(texts.enProblems);
  return code.refusalText;
}

/** `sync` is undefined until the worker has answered: only its word counts, never a remembered one. */
export function createSyncStatus(deps: {
  client: Pick<WorkerClient, 'pending' | 'state'>;
  sync: ReadonlySignal<SyncRow | undefined>;
  i18n: I18n;
}): SyncStatus {
  const { client, i18n } = deps;
  const refusalText = signal<Awaited<ReturnType<typeof loadRefusals>> | null>(null);
  let isLoading = false;

  /** Why it does not sync; the words for it may come a moment later. */
  function stuckText(row: SyncRow | undefined): string {
    const words = refusalText.value;
    if (words !== null && row !== undefined) return i18n.t('sync.refused', { reason: words(i18n, row) });
    if (!isLoading) void load();
    return i18n.t('sync.stuck');
  }

  async function load(): Promise<void> {
    isLoading = true;
    try {
      refusalText.value = await loadRefusals(i18n);
    } catch {
      // The extension was updated meanwhile: asked for again at the next change.
      isLoading = false;
    }
  }

  const state = computed(() => {
    const row = deps.sync.value;
    if (row?.state === 'refused' || row?.state === 'storage-failed') return row.state;
    // A command that the worker has not confirmed is not saved, whatever it said before.
    if (client.pending.value > 0) return 'saving';
    if (row === undefined || client.state.value !== 'up') return 'connecting';
    return row.state;
  });
  const text = computed(() => {
    const { t } = i18n;
    switch (state.value) {
      case 'saving':
        return t('sync.saving');
      case 'sending':
        return t('sync.sending');
      case 'synced':
        return t('sync.synced');
      case 'connecting':
        return t('sync.connecting');
      case 'offline':
        return t('sync.offline');
      default:
        return stuckText(deps.sync.value);
    }
  });
  const tone = computed(() => {
    switch (state.value) {
      case 'synced':
        return 'good';
      case 'offline':
        return 'waiting';
      case 'refused':
      case 'storage-failed':
        return 'stuck';
      default:
        return 'busy';
    }
  });
  return { text, tone };
}
