import type { ListStores } from '../lib/stores/list-stores.ts';
import { enLists } from '../locales/en-lists.ts';
import { useApp } from './app-context.ts';
import { DoneFold } from './done-fold.tsx';
import { Icon } from './icon.tsx';
import type { RowMarks } from './row-marks.ts';

/** The English texts that come with this code. */
export const texts = [enLists];

/** Below the open rows: what an empty list says, and what is done. Comes once the worker has told what there is. */
export function ListFoot(props: { stores: ListStores; marks: RowMarks; onOpen: (id: string) => void }) {
  const { stores, marks, onOpen } = props;
  const id = stores.lists.current.value?.id;
  return (
    <>
      <EmptyList stores={stores} />
      <DoneFold key={`done-${id}`} view={stores.view} marks={marks} onOpen={onOpen} />
    </>
  );
}

function EmptyList({ stores: { lists, view } }: { stores: ListStores }) {
  const { t } = useApp().i18n;
  const name = lists.current.value?.name;
  if (name === undefined || !view.isLive.value || view.open.value.length > 0) return null;
  const hasDone = view.doneCount.value > 0;
  return (
    <div class="empty">
      <Icon name={hasDone ? 'check' : 'list'} />
      <strong>{hasDone ? t('list.allDone') : t('list.empty', { list: name })}</strong>
      <span>{t('list.empty.hint')}</span>
    </div>
  );
}
