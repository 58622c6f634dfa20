import { categoryName } from '../lib/stores/category-name.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { useApp } from './app-context.ts';

import { Field } from './field.tsx';

/** Where in the shop something is found; a correction is remembered for the family. */
export function CategoryField(props: { stores: ListStores; category: string; onChange: (category: string) => void }) {
  const { stores, category, onChange } = props;
  const { t } = useApp().i18n;
  const all = stores.arrangement.value?.categories.value ?? [];
  const choices = category === '' || all.includes(category) ? all : [category, ...all];
  return (
    <Field label={t('field.category')}>
      {(control) => (
        <select {...control} class="input" value={category} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t('field.category.none')}</option>
          {choices.map((each) => (
            <option key={each} value={each}>
              {categoryName(each, t)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
