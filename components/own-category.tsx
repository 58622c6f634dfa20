import { useSignal } from '@preact/signals';
import type { CategoryRow } from '../lib/protocol/values.ts';
import type { Arrangement } from '../lib/stores/arrangement.ts';
import { addCategory, categoryProblem, removeCategory, renameCategory } from '../lib/stores/category-changes.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';
import { InPlaceField } from './in-place-field.tsx';
import { icons } from './more-icons.ts';

const NEW_ID = 'new-category';

/** What can be done with a category of the family's own: another name in its place, and taking it away. */
export function OwnCategory({ row, arrangement }: { row: CategoryRow; arrangement: Arrangement }) {
  const app = useApp();
  const { t } = app.i18n;
  const isRenamed = useSignal<boolean>(false);
  const renameId = `rename-${row.id}`;
  if (isRenamed.value) {
    return (
      <span class="list-name list-name-edited">
        <InPlaceField
          label={t('ownCategory.name')}
          text={row.name}
          problemOf={(name) => categoryProblem(t, name, arrangement, row.id)}
          onKeep={(name) => renameCategory(app, row, name)}
          onEnd={(byKey) => {
            isRenamed.value = false;
            if (byKey) requestAnimationFrame(() => document.getElementById(renameId)?.focus());
          }}
        />
      </span>
    );
  }
  const [rename, remove] = [
    t('ownCategory.rename', { category: row.name }),
    t('ownCategory.delete', { category: row.name }),
  ];
  return (
    <>
      <span class="list-name">
        <bdi>{row.name}</bdi>
      </span>
      <button
        type="button"
        class="icon-button"
        id={renameId}
        aria-label={rename}
        title={rename}
        onClick={() => {
          isRenamed.value = true;
        }}
      >
        <Icon name={icons.pencil} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={remove}
        title={remove}
        onClick={() => {
          removeCategory(app, row);
          // The row goes with its buttons.
          requestAnimationFrame(() => document.getElementById(NEW_ID)?.focus());
        }}
      >
        <Icon name={icons.trash} />
      </button>
    </>
  );
}

/** A line for the name of one more category. Enter adds it; in an empty field Enter is the dialog's. */
export function NewCategory({ arrangement }: { arrangement: Arrangement }) {
  const app = useApp();
  const { t } = app.i18n;
  const name = useSignal('');
  const isChecked = useSignal<boolean>(false);
  const problem = isChecked.value ? categoryProblem(t, name.value, arrangement) : undefined;

  function add(): void {
    isChecked.value = true;
    if (categoryProblem(t, name.peek(), arrangement) !== undefined) return;
    addCategory(app, name.peek().trim());
    name.value = '';
    isChecked.value = false;
  }

  return (
    <div class="field">
      <div class="with-button">
        <input
          id={NEW_ID}
          class="input"
          type="text"
          dir="auto"
          autoComplete="off"
          aria-label={t('ownCategory.new')}
          aria-invalid={problem === undefined ? undefined : 'true'}
          aria-describedby={problem === undefined ? undefined : 'new-category-problem'}
          placeholder={t('ownCategory.new')}
          value={name}
          onInput={(event) => {
            name.value = event.currentTarget.value;
            isChecked.value = false;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing || name.peek().trim() === '') return;
            event.preventDefault();
            add();
          }}
        />
        <button
          type="button"
          class="icon-button"
          aria-label={t('ownCategory.add')}
          title={t('ownCategory.add')}
          onClick={add}
        >
          <Icon name="add" />
        </button>
      </div>
      {problem !== undefined && (
        <p class="error" id="new-category-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
