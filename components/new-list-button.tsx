import { useSignal } from '@preact/signals';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { useTexts } from './app-context.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';

const NewListDialog = lazy(async () => {
  const code = await import('./list-dialog.tsx');
  return [code.ListDialog, ...code.texts];
});

/** Beside the tabs: one more list. */
export function NewListButton({ stores }: { stores: ListStores }) {
  const t = useTexts();
  const isNaming = useSignal<boolean>(false);
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={t('lists.new')}
        title={t('lists.new')}
        aria-haspopup="dialog"
        onClick={() => {
          isNaming.value = true;
        }}
      >
        <Icon name="add" />
      </button>
      {isNaming.value && (
        <NewListDialog
          lists={stores.lists}
          onClose={() => {
            isNaming.value = false;
          }}
        />
      )}
    </>
  );
}
