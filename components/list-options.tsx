import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ListRow } from '../lib/protocol/values.ts';
import type { EntrySelection } from '../lib/stores/entry-selection.ts';
import { archiveList, deleteList, useTemplate } from '../lib/stores/list-changes.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { useApp } from './app-context.ts';
import { focusMain } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import { icons } from './more-icons.ts';

const ListDialog = lazy(async () => {
  const code = await import('./list-dialog.tsx');
  return [code.ListDialog, ...code.texts];
});
const CopyListDialog = lazy(async () => [(await import('./copy-list-dialog.tsx')).CopyListDialog]);
const AllListsDialog = lazy(async () => [(await import('./all-lists-dialog.tsx')).AllListsDialog]);

const AislesDialog = lazy(async () => [(await import('./aisles-dialog.tsx')).AislesDialog]);
const ExportListsDialog = lazy(async () => [(await import('./export-lists-dialog.tsx')).ExportListsDialog]);
const ImportListDialog = lazy(async () => [(await import('./import-list-dialog.tsx')).ImportListDialog]);
const TrashDialog = lazy(async () => [(await import('./trash-dialog.tsx')).TrashDialog]);

/** A dialog about the list in front, as it was when it was asked for. */
type Opened = {
  readonly what: 'new' | 'change' | 'duplicate' | 'saveTemplate' | 'all' | 'aisles' | 'trash' | 'export' | 'import';
  readonly list: ListRow;
};

/** What can be done with the list in front as a whole, in a menu beside the tabs. */
export function ListOptions({ stores, selection }: { stores: ListStores; selection: EntrySelection }) {
  const app = useApp();
  const { t } = app.i18n;
  const { lists } = stores;
  const button = useRef<HTMLButtonElement>(null);
  const menu = useSignal<'options' | 'templates' | null>(null);
  const opened = useSignal<Opened | null>(null);
  const list = lists.current.value;
  const arrangement = stores.arrangement.value;
  if (list === undefined) return null;

  const open = (what: Opened['what']) => () => {
    opened.value = { what, list };
  };
  const close = () => {
    opened.value = null;
  };
  const templates = lists.every.value.filter(({ isTemplate, isArchived }) => isTemplate && !isArchived);
  /** Another list comes in front; the keyboard goes to what the page is for. */
  const leave = (act: () => void) => () => {
    act();
    focusMain();
  };

  const items: MenuItem[] = [
    { label: t('list.change'), icon: icons.pencil, run: open('change') },
    { label: t('list.select'), icon: icons.select, run: () => selection.start() },
    ...(list.kind === 'groceries' && arrangement !== undefined
      ? [
          {
            label: t('list.sections'),
            isOn: arrangement.hasSections.value,
            run: () => arrangement.setSections(!arrangement.hasSections.peek()),
          },
          { label: t('list.aisles'), icon: 'list' as const, run: open('aisles') },
        ]
      : []),
    null,
    {
      label: t('list.useTemplate'),
      icon: 'add',
      isDisabled: templates.length === 0,
      run: () => {
        menu.value = 'templates';
      },
    },
    { label: `${t('list.saveTemplate')}…`, icon: icons.template, run: open('saveTemplate') },
    { label: `${t('list.duplicate')}…`, icon: icons.copy, run: open('duplicate') },
    null,
    { label: t('list.export'), icon: icons.share, run: open('export') },
    { label: t('list.import'), icon: icons.down, run: open('import') },
    { label: t('list.trash'), icon: icons.trash, run: open('trash') },
    {
      label: t('list.archive'),
      icon: icons.archive,
      run: leave(() => archiveList(app, list, true)),
    },
    {
      label: t('list.delete'),
      icon: icons.trash,
      isDanger: true,
      run: leave(() => deleteList(app, list)),
    },
    null,
    { label: t('lists.add'), icon: 'add', run: open('new') },
    { label: `${t('lists.all')}…`, icon: 'list', run: open('all') },
  ];
  const templateItems: MenuItem[] = templates.map((template) => ({
    label: template.name,
    icon: icons.template,
    run: () => useTemplate(app, template, list),
  }));

  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={t('list.options')}
        title={t('list.options')}
        aria-haspopup="menu"
        aria-expanded={menu.value === 'options'}
        onClick={() => {
          menu.value = 'options';
        }}
      >
        <Icon name={icons.sliders} />
      </button>
      {menu.value !== null && button.current !== null && (
        <Menu
          key={menu.value}
          label={t(menu.value === 'options' ? 'list.options' : 'list.useTemplate.label')}
          items={menu.value === 'options' ? items : templateItems}
          place={{ below: button.current }}
          onClose={() => {
            menu.value = null;
          }}
        />
      )}
      {opened.value?.what === 'new' && <ListDialog lists={lists} onClose={close} />}
      {opened.value?.what === 'change' && <ListDialog lists={lists} list={opened.value.list} onClose={close} />}
      {(opened.value?.what === 'duplicate' || opened.value?.what === 'saveTemplate') && (
        <CopyListDialog
          list={opened.value.list}
          asTemplate={opened.value.what === 'saveTemplate'}
          lists={lists}
          onClose={close}
        />
      )}
      {opened.value?.what === 'aisles' && arrangement !== undefined && (
        <AislesDialog list={list} arrangement={arrangement} onClose={close} />
      )}
      {opened.value?.what === 'export' && (
        <ExportListsDialog
          title={t('export.title', { list: opened.value.list.name })}
          lists={[opened.value.list]}
          arrangement={arrangement}
          onClose={close}
        />
      )}
      {opened.value?.what === 'import' && <ImportListDialog list={opened.value.list} onClose={close} />}
      {opened.value?.what === 'trash' && <TrashDialog list={opened.value.list} onClose={close} />}
      {opened.value?.what === 'all' && <AllListsDialog lists={lists} onClose={close} />}
    </>
  );
}
