import type { ComponentChildren } from 'preact';
import { useApp } from './app-context.ts';

/** The foot of a page: what is true about saving and sending, and what the page adds. */
export function SyncFoot({ children }: { children?: ComponentChildren }) {
  const { syncStatus, i18n } = useApp();
  const tone = syncStatus.tone.value;
  return (
    <footer class="foot">
      {/* Every change passes through three states: read out only when something needs attention. */}
      <span
        class={`sync sync-${tone}`}
        role="status"
        aria-label={i18n.t('sync.label')}
        aria-live={tone === 'stuck' || tone === 'waiting' ? 'polite' : 'off'}
      >
        {syncStatus.text.value}
      </span>
      {children}
    </footer>
  );
}
