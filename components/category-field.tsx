import { NEW_CATEGORY } from '../lib/stores/entry-draft.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { useApp } from './app-context.ts';
import { Field } from './field.tsx';
import { TextField } from './text-field.tsx';

/** Where in the shop something is found; a correction is remembered for the family. */
export function CategoryField(props: { stores: ListStores; category: string; onChange: (category: string) => void }) {
  const { stores, category, onChange } = props;
  const { t } = useApp().i18n;
  const arrangement = stores.arrangement.value;
  return (
    <Field label={t('field.category')}>
      {(control) => (
        <select {...control} class="input" value={category} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t('field.category.none')}</option>
          {arrangement?.categories.value.map((each) => (
            <option key={each} value={each}>
              {arrangement.nameOf(each)}
            </option>
          ))}
          {arrangement !== undefined && <option value={NEW_CATEGORY}>{t('ownCategory.choice')}</option>}
        </select>
      )}
    </Field>
  );
}

/** The name of a category that the entry is to be the first of. */
export function NewCategoryField(props: {
  name: string;
  problem: string | undefined;
  onChange: (name: string) => void;
}) {
  const { t } = useApp().i18n;
  return (
    <TextField label={t('ownCategory.new')} problem={props.problem} value={props.name} onChange={props.onChange} />
  );
}
