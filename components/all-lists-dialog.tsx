import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ListRow } from '../lib/protocol/values.ts';
import { archiveList, deleteList, moveList, placeList, restoreList } from '../lib/stores/list-changes.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { registerRowDrag } from './row-drag.ts';

/** Every list there is: those in the tabs with their order, archived ones, templates. */
export function AllListsDialog({ lists, onClose }: { lists: ShownList; onClose: () => void }) {
  const app = useApp();
  const { t } = app.i18n;
  const said = useSignal('');
  const root = useRef<HTMLDivElement>(null);
  const shown = lists.all;
  const archived = lists.every.value.filter(({ isArchived }) => isArchived);
  const templates = lists.every.value.filter(({ isTemplate, isArchived }) => isTemplate && !isArchived);

  const deleted = useMemo(() => app.client.live({ type: 'deletedLists' }), [app.client]);
  useEffect(() => () => deleted.close(), [deleted]);

  // Without one that was chosen the first is in front: putting another first must not change what is looked at.
  useEffect(() => {
    const id = lists.current.peek()?.id;
    if (id !== undefined) lists.show(id);
  }, [lists]);

  function step(list: ListRow, by: -1 | 1): void {
    const all = shown.peek();
    const place = all.findIndex(({ id }) => id === list.id) + by;
    if (place < 0 || place >= all.length) return;
    moveList(app, all, list, by);
    said.value = t('entry.moved', { title: list.name, position: place + 1, count: all.length });
    requestAnimationFrame(() => document.getElementById(`list-${list.id}`)?.focus());
  }

  useEffect(() => {
    if (root.current === null) return;
    return registerRowDrag(root.current, ({ id, anchor, side }) => {
      const others = shown.peek().filter((list) => list.id !== id);
      const at = others.findIndex((list) => list.id === anchor) + (side === 'after' ? 1 : 0);
      const list = shown.peek().find((each) => each.id === id);
      if (list === undefined) return;
      placeList(app, list, { after: others[at - 1]?.id ?? null, before: others[at]?.id ?? null });
    });
  }, []);

  return (
    <Dialog title={t('lists.all')} onClose={onClose}>
      <div ref={root} class="dialog-fields">
        <Lists label={t('lists.inTabs')} lists={shown.value} hint={t('lists.order.hint')}>
          {(list, index) => (
            <>
              <span class="grip" aria-hidden="true">
                <Icon name="grip" />
              </span>
              <button
                type="button"
                class="list-name"
                id={`list-${list.id}`}
                onClick={() => {
                  lists.show(list.id);
                  onClose();
                }}
                onKeyDown={(event) => {
                  const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
                  if (by === 0 || !event.altKey) return;
                  event.preventDefault();
                  step(list, by);
                }}
              >
                <ListName list={list} />
              </button>
              <Action
                label={t('lists.up', { list: list.name })}
                icon={icons.up}
                isOff={index === 0}
                onPress={() => step(list, -1)}
              />
              <Action
                label={t('lists.down', { list: list.name })}
                icon={icons.down}
                isOff={index === shown.value.length - 1}
                onPress={() => step(list, 1)}
              />
            </>
          )}
        </Lists>
        <Lists label={t('lists.archived')} lists={archived}>
          {(list) => (
            <>
              <span class="list-name">
                <ListName list={list} />
              </span>
              <button
                type="button"
                class="button button-small"
                aria-label={t('lists.restore', { list: list.name })}
                onClick={() => archiveList(app, list, false)}
              >
                {t('action.restore')}
              </button>
              <Action
                label={t('lists.delete', { list: list.name })}
                icon={icons.trash}
                onPress={() => deleteList(app, list)}
              />
            </>
          )}
        </Lists>
        <Lists label={t('lists.templates')} lists={templates}>
          {(list) => (
            <>
              <span class="list-name">
                <ListName list={list} />
              </span>
              <Action
                label={t('lists.delete', { list: list.name })}
                icon={icons.trash}
                onPress={() => deleteList(app, list)}
              />
            </>
          )}
        </Lists>
        <Lists label={t('lists.deleted')} lists={[...deleted.rows.value.values()]}>
          {(list) => (
            <>
              <span class="list-name">
                <ListName list={list} />
              </span>
              <button
                type="button"
                class="button button-small"
                aria-label={t('lists.restore', { list: list.name })}
                onClick={() => restoreList(app, list)}
              >
                {t('action.restore')}
              </button>
            </>
          )}
        </Lists>
      </div>
      <p class="visually-hidden" aria-live="polite">
        {said.value}
      </p>
    </Dialog>
  );
}

function Lists(props: {
  label: string;
  hint?: string;
  lists: readonly ListRow[];
  children: (list: ListRow, index: number) => ComponentChildren;
}) {
  const { label, hint, lists } = props;
  if (lists.length === 0) return null;
  return (
    <section class="all-lists">
      <h3>{label}</h3>
      <ul aria-label={label}>
        {lists.map((list, index) => (
          <li key={list.id} class="entry" data-entry={list.id}>
            {props.children(list, index)}
          </li>
        ))}
      </ul>
      {hint !== undefined && lists.length > 1 && <p class="hint">{hint}</p>}
    </section>
  );
}

function ListName({ list }: { list: ListRow }) {
  return (
    <>
      {list.icon !== undefined && <span aria-hidden="true">{list.icon}</span>}
      <bdi>{list.name}</bdi>
      {list.openCount > 0 && (
        <span class="count" aria-hidden="true">
          {list.openCount}
        </span>
      )}
    </>
  );
}

function Action(props: {
  label: string;
  icon: (typeof icons)[keyof typeof icons];
  isOff?: boolean;
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      title={props.label}
      aria-disabled={props.isOff}
      onClick={() => !props.isOff && props.onPress()}
    >
      <Icon name={props.icon} />
    </button>
  );
}
