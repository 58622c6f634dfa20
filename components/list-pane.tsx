import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { AddBar } from './add-bar.tsx';
import { useApp } from './app-context.ts';
import { DoneFold } from './done-fold.tsx';
import { EntryList } from './entry-list.tsx';
import { Icon } from './icon.tsx';
import { lazy, prefetchWhenIdle } from './lazy.tsx';
import { TabList, tabIdOf } from './tab-list.tsx';

const EntryDialog = lazy(async () => {
  const [code, ...texts] = await Promise.all([import('./entry-dialog.tsx'), import('../locales/en-dialogs.ts')]);
  return [code.EntryDialog, texts[0].enDialogs];
});
const Elsewhere = lazy(async () => {
  const code = await import('./elsewhere.tsx');
  return [code.Elsewhere, ...code.texts];
});
const PANEL_ID = 'list-panel';

/** The family's lists: add line, tabs (with what the page puts beside them), rows. The same in popup and side panel. */
export function ListPane(props: {
  stores: ListStores;
  withAttach?: boolean;
  autoFocus?: boolean;
  children?: ComponentChildren;
}) {
  const { lists, view, draft } = props.stores;
  const { i18n, session } = useApp();
  const { t } = i18n;
  const current = lists.current.value;
  const opened = useSignal<string | null>(null);
  const said = useSignal('');

  useEffect(() => prefetchWhenIdle(EntryDialog), []);

  // The same functions for good: the list and its rows are painted again only for changes of their own.
  const open = useCallback((id: string) => {
    opened.value = id;
  }, []);
  const sayMove = useCallback((id: string) => {
    const title = view.peek(id)?.title ?? '';
    const ids = view.open.peek();
    said.value = t('entry.moved', { title, position: ids.indexOf(id) + 1, count: ids.length });
  }, []);

  return (
    <>
      {/* What a removed browser takes, nobody would ever get: better no line than one that loses what was typed. */}
      {session.value?.removed === undefined && (
        <AddBar
          draft={draft}
          lists={lists}
          {...(props.withAttach ? { withAttach: true } : {})}
          {...(props.autoFocus ? { autoFocus: true } : {})}
        />
      )}
      <Elsewhere lists={lists} />
      <div class="tabs">
        <ListTabs stores={props.stores} />
        {props.children}
      </div>
      <div class="scroll" id={PANEL_ID} role="tabpanel" aria-labelledby={tabIdOf(PANEL_ID, current?.id)} tabIndex={-1}>
        {current !== undefined && (
          <EntryList
            key={current.id}
            name={current.name}
            ids={view.open}
            view={view}
            canMove
            onOpen={open}
            onMoved={sayMove}
          />
        )}
        <EmptyList stores={props.stores} />
        <DoneFold key={`done-${current?.id}`} view={view} onOpen={open} />
      </div>
      <p class="visually-hidden" aria-live="polite">
        {said.value}
      </p>
      {opened.value !== null && (
        <EntryDialog
          key={opened.value}
          id={opened.value}
          stores={props.stores}
          onClose={() => {
            opened.value = null;
          }}
          onMoved={sayMove}
        />
      )}
    </>
  );
}

function ListTabs({ stores }: { stores: ListStores }) {
  const { lists, view } = stores;
  const { t } = useApp().i18n;
  const current = lists.current.value;
  // The shown list counts its own rows, so that the number moves with a tick.
  const tabs = lists.all.value.map((list) => ({
    id: list.id,
    name: list.name,
    count: list.id === current?.id && view.isLive.value ? view.openCount.value : list.openCount,
  }));
  return (
    <TabList
      label={t('lists.label')}
      panelId={PANEL_ID}
      tabs={tabs}
      selected={current?.id}
      onSelect={(id) => lists.show(id)}
    />
  );
}

function EmptyList({ stores: { lists, view } }: { stores: ListStores }) {
  const { t } = useApp().i18n;
  const name = lists.current.value?.name;
  if (name === undefined || !view.isLive.value || view.open.value.length > 0) return null;
  const hasDone = view.done.value.length > 0;
  return (
    <div class="empty">
      <Icon name={hasDone ? 'check' : 'list'} />
      <strong>{hasDone ? t('list.allDone') : t('list.empty', { list: name })}</strong>
      <span>{t('list.empty.hint')}</span>
    </div>
  );
}
