import type { ComponentChildren } from 'preact';
import { useApp } from './app-context.ts';

/** What is true about saving and sending. */
export function SyncStatusLine() {
  const { syncStatus, i18n } = useApp();
  const tone = syncStatus.tone.value;
  // Every change passes through three states: read out only when something needs attention.
  return (
    <span
      class={`sync sync-${tone}`}
      role="status"
      aria-label={i18n.t('sync.label')}
      aria-live={tone === 'stuck' || tone === 'waiting' ? 'polite' : 'off'}
    >
      {syncStatus.text.value}
    </span>
  );
}

/** The foot of a page: the sync status, and what the page adds. */
export function SyncFoot({ children }: { children: ComponentChildren }) {
  return (
    <footer class="foot">
      <SyncStatusLine />
      {children}
    </footer>
  );
}
