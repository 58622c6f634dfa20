import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import type { EntryRow } from '../lib/protocol/values.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { AddBar } from './add-bar.tsx';
import { useApp } from './app-context.ts';
import { EntryList } from './entry-list.tsx';
import { lazy, prefetchWhenIdle } from './lazy.tsx';
import { createRowMarks } from './row-marks.ts';
import { TabList, tabIdOf } from './tab-list.tsx';

const EntryDialog = lazy(async () => {
  const code = await import('./entry-dialog.tsx');
  return [code.EntryDialog, ...code.texts];
});
const ListFoot = lazy(async () => {
  const code = await import('./list-foot.tsx');
  return [code.ListFoot, ...code.texts];
});
const ListTools = lazy(async () => {
  const code = await import('./list-tools.tsx');
  return [code.ListTools, ...code.texts];
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
  const { session } = useApp();
  const current = lists.current.value;
  const opened = useSignal<string | null>(null);
  const said = useSignal('');
  const marks = useMemo(createRowMarks, []);

  useEffect(() => prefetchWhenIdle(EntryDialog), []);

  // The same functions for good: the list and its rows are painted again only for changes of their own.
  const open = useCallback((id: string) => {
    opened.value = id;
  }, []);
  const aisleOf = useCallback((row: EntryRow) => props.stores.arrangement.peek()?.aisleOf(row), []);
  const say = useCallback((text: string) => {
    said.value = text;
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
        <ListTools stores={props.stores} marks={marks} panelId={PANEL_ID} onOpen={open} onSay={say} />
      </div>
      <div class="scroll" id={PANEL_ID} role="tabpanel" aria-labelledby={tabIdOf(PANEL_ID, current?.id)} tabIndex={-1}>
        {current !== undefined && (
          <EntryList
            key={current.id}
            name={current.name}
            ids={view.open}
            heads={view.heads}
            view={view}
            marks={marks}
            canMove
            aisleOf={aisleOf}
            onOpen={open}
          />
        )}
        {view.isLive.value && <ListFoot stores={props.stores} marks={marks} onOpen={open} />}
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
          onOpen={open}
          onSay={say}
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
    icon: list.icon,
    colour: list.colour && `var(--member-${list.colour})`,
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
