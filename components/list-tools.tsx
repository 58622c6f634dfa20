import { batch, computed, effect, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { EntryRow } from '../lib/protocol/values.ts';
import { createArrangement } from '../lib/stores/arrangement.ts';
import { createEntrySelection } from '../lib/stores/entry-selection.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { createRowActions } from '../lib/stores/row-actions.ts';
import { enDialogs } from '../locales/en-dialogs.ts';
import { enLists } from '../locales/en-lists.ts';
import { keepAddedInSight } from './added-in-sight.ts';
import { useApp } from './app-context.ts';
import { BatchDialog } from './batch-dialogs.tsx';
import { EntryTitleField } from './entry-title-field.tsx';
import { focusEntry, isFocusLost } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { registerListInput } from './list-input.ts';
import { ListOptions } from './list-options.tsx';
import { Menu, type MenuItem, type MenuPlace } from './menu.tsx';
import { icons } from './more-icons.ts';
import { QuantitySteps } from './quantity-steps.tsx';
import { registerRowDrag } from './row-drag.ts';
import type { RowMark, RowMarks } from './row-marks.ts';
import { SearchDialog } from './search-dialog.tsx';
import { SelectionBar } from './selection-bar.tsx';

/** The English texts that come with this code. */
export const texts = [enDialogs, enLists];

interface OpenMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly place: MenuPlace;
}

/**
 * Everything that can be done with the shown list and its rows beyond adding and ticking: keys, dragging, changing titles and quantities in place,
 * picking several, menus, search. Comes after the first paint; stands beside the tabs.
 */
export function ListTools(props: {
  stores: ListStores;
  marks: RowMarks;
  /** Id of the element that has the rows. */
  panelId: string;
  onOpen: (id: string) => void;
  onSay: (text: string) => void;
}) {
  const { stores, marks, panelId } = props;
  const { view, lists } = stores;
  const app = useApp();
  const { t } = app.i18n;
  const selection = useMemo(() => createEntrySelection(view, lists.current), [view, lists]);
  const pointed = useSignal<string | undefined>(undefined);
  const focused = useSignal<string | undefined>(undefined);
  const edited = useSignal<string | undefined>(undefined);
  const menu = useSignal<OpenMenu | null>(null);
  const dialog = useSignal<{ what: 'who' | 'due'; rows: EntryRow[] } | { what: 'search' } | null>(null);
  const onSay = useRef(props.onSay);
  const closeDialog = () => {
    dialog.value = null;
  };

  /** The picked rows where this is one of them, else this one. */
  const rowsFor = (id: string): EntryRow[] =>
    selection.ids.peek().includes(id) ? selection.rows() : [view.peek(id)].flatMap((row) => row ?? []);

  const actions = useMemo(() => createRowActions(app, stores, props.onSay), [app, stores]);
  /** Acts on rows that may have been picked: then picking is over. */
  const finish = (act: () => void) => {
    act();
    selection.end();
  };

  function offerLists(rows: readonly EntryRow[], place: MenuPlace): void {
    const others = lists.all.peek().filter(({ id }) => id !== lists.current.peek()?.id);
    menu.value = {
      label: t('select.move'),
      place,
      items: others.map((list) => ({ label: list.name, run: () => finish(() => actions.moveTo(rows, list)) })),
    };
  }

  function offerRow(id: string, at: { x: number; y: number }): void {
    const rows = rowsFor(id);
    const [row] = rows;
    if (row === undefined) return;
    const isOne = rows.length === 1;
    const isOpen = rows.some(({ done }) => done === null);
    const isPicked = selection.ids.peek().includes(id);
    const open = view.open.peek();
    const place = open.indexOf(id);
    menu.value = {
      label: isOne ? t('entry.more', { title: row.title }) : t('select.count', { n: rows.length }),
      place: at,
      items: [
        ...(isOne
          ? [
              { label: t('menu.change'), icon: 'more' as const, run: () => props.onOpen(id) },
              { label: t('menu.editTitle'), icon: icons.pencil, run: () => edit(id) },
            ]
          : []),
        {
          label: t(isOpen ? 'select.tick' : 'select.untick'),
          icon: 'check',
          run: () => finish(() => actions.tick(rows)),
        },
        {
          label: t('select.move'),
          icon: icons.moveTo,
          isDisabled: lists.all.peek().length < 2,
          run: () => offerLists(rows, at),
        },
        { label: `${t('select.who')}…`, icon: icons.person, run: () => ask('who', rows) },
        { label: `${t('select.due')}…`, icon: 'calendar', run: () => ask('due', rows) },
        null,
        ...(isOne && place !== -1
          ? ([
              {
                label: t('action.moveUp'),
                icon: icons.up,
                isDisabled: place === 0,
                run: () => actions.moveBy(id, -1),
              },
              {
                label: t('action.moveDown'),
                icon: icons.down,
                isDisabled: place === open.length - 1,
                run: () => actions.moveBy(id, 1),
              },
            ] satisfies MenuItem[])
          : []),
        ...(place === -1
          ? []
          : [{ label: t('menu.select'), isOn: isPicked, icon: 'list' as const, run: () => selection.toggle(id) }]),
        null,
        { label: t('action.delete'), icon: icons.trash, isDanger: true, run: () => finish(() => actions.remove(rows)) },
      ],
    };
  }

  function ask(what: 'who' | 'due', rows: EntryRow[]): void {
    dialog.value = { what, rows };
    selection.end();
  }

  function edit(id: string): void {
    if (!selection.isOn.peek()) edited.value = id;
  }

  // With the end of picking its toolbar goes, and may take the keyboard with it.
  useEffect(() => {
    let wasOn = false;
    return effect(() => {
      const isOn = selection.isOn.value;
      if (wasOn && !isOn) {
        const id = focused.peek() ?? view.open.peek()[0];
        requestAnimationFrame(() => isFocusLost() && focusEntry(id));
      }
      wasOn = isOn;
    });
  }, []);

  useEffect(() => {
    const { settings, platform, clock } = app;
    const language = settings.peek().language;
    const own = app.client.live({ type: 'categories' });
    const arrangement = createArrangement({
      view,
      list: lists.current,
      cache: platform.cache,
      clock,
      own: computed(() => [...own.rows.value.values()]),
      i18n: app.i18n,
      language: language === 'auto' ? platform.language : language,
    });
    stores.arrangement.value = arrangement;
    return () => {
      stores.arrangement.value = undefined;
      arrangement.close();
      own.close();
    };
  }, []);

  // What rows show beyond the family's data: one signal per row, so that only these are painted again.
  useEffect(() => {
    let marked: ReadonlySet<string> = new Set();
    const endEdit = (byKey: boolean) => {
      const id = edited.peek();
      edited.value = undefined;
      if (byKey) focusEntry(id);
    };
    function markOf(id: string, before: RowMark | undefined, picked: ReadonlySet<string>): RowMark | undefined {
      const row = view.peek(id);
      if (row === undefined) return undefined;
      if (selection.isOn.value) {
        const isOn = picked.has(id);
        return before?.pick?.isOn === isOn
          ? before
          : { pick: { isOn, label: t('entry.select', { title: row.title }) } };
      }
      const isEdited = edited.value === id;
      const hasSteps =
        row.done === null && (lists.current.value?.kind === 'groceries' || view.row(id).value?.quantities.length !== 0);
      const isSame = before?.pick === undefined && (before?.title !== undefined) === isEdited;
      if (before !== undefined && isSame && (before.quantity !== undefined) === hasSteps) return before;
      return {
        ...(isEdited && { title: <EntryTitleField row={row} onEnd={endEdit} /> }),
        ...(hasSteps && { quantity: <QuantitySteps id={id} view={view} /> }),
      };
    }
    return effect(() => {
      const ids = selection.isOn.value ? view.open.value : [pointed.value, focused.value, edited.value];
      const next = new Set(ids.flatMap((id) => id ?? []));
      const picked = new Set(selection.ids.value);
      batch(() => {
        for (const id of marked) if (!next.has(id)) marks(id).value = undefined;
        for (const id of next) marks(id).value = markOf(id, marks(id).peek(), picked);
      });
      marked = next;
    });
  }, []);

  // The requests see the functions of the first painting, which read what they need when they run.
  useEffect(() => {
    const panel = document.getElementById(panelId);
    if (panel === null) return;
    const stopInput = registerListInput(panel, {
      open: props.onOpen,
      editTitle: edit,
      step: actions.stepQuantity,
      move: actions.moveBy,
      indent: actions.indent,
      remove: (id) => finish(() => actions.remove(rowsFor(id))),
      toggle(id) {
        selection.toggle(id);
        sayPicked();
      },
      extend(from, to) {
        selection.extend(from, to);
        sayPicked();
      },
      pickAll() {
        selection.all();
        sayPicked();
      },
      endPicking() {
        if (!selection.isOn.peek()) return false;
        selection.end();
        return true;
      },
      undo: () =>
        focusEntry(app.undo.undo() ?? document.activeElement?.closest<HTMLElement>('[data-entry]')?.dataset.entry),
      takeBackTick: () => app.undo.undo(),
      search() {
        dialog.value = { what: 'search' };
      },
      menu: offerRow,
      point(id) {
        pointed.value = id;
      },
      focus(id) {
        focused.value = id;
      },
    });
    const stopDrag = registerRowDrag(panel, ({ id, anchor, side }) => actions.moveBeside(id, anchor, side));
    const stopSight = keepAddedInSight(app.overlay, view, panel);
    return () => {
      stopInput();
      stopDrag();
      stopSight();
    };
  }, []);

  function sayPicked(): void {
    onSay.current(t('select.count', { n: selection.ids.peek().length }));
  }

  const picked = () => selection.rows();
  return (
    <>
      {selection.isOn.value ? (
        <SelectionBar
          selection={selection}
          actions={{
            tick: () => finish(() => actions.tick(picked())),
            move: (below) => offerLists(picked(), { below }),
            who: () => ask('who', picked()),
            due: () => ask('due', picked()),
            remove: () => finish(() => actions.remove(picked())),
          }}
        />
      ) : (
        <span class="list-tools">
          <button
            type="button"
            class="icon-button"
            aria-label={t('search.open')}
            title={t('search.open')}
            aria-haspopup="dialog"
            onClick={() => {
              dialog.value = { what: 'search' };
            }}
          >
            <Icon name={icons.search} />
          </button>
          <ListOptions stores={stores} selection={selection} />
        </span>
      )}
      {menu.value !== null && (
        <Menu
          key={menu.value.label}
          {...menu.value}
          onClose={() => {
            menu.value = null;
          }}
        />
      )}
      {dialog.value?.what === 'search' && (
        <SearchDialog
          lists={lists}
          onClose={closeDialog}
          onShow={(row) => {
            closeDialog();
            lists.show(row.list);
            focusEntry(row.id, 'center');
          }}
        />
      )}
      {dialog.value !== null && dialog.value.what !== 'search' && (
        <BatchDialog {...dialog.value} onClose={closeDialog} />
      )}
    </>
  );
}
