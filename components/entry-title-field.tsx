import { type EntryRow, MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import { changeEntry } from '../lib/stores/entry-edits.ts';
import { useApp } from './app-context.ts';
import { InPlaceField } from './in-place-field.tsx';

/** The title of a row while it is changed in its place. */
export function EntryTitleField({ row, onEnd }: { row: EntryRow; onEnd: (byKey: boolean) => void }) {
  const app = useApp();
  const { t } = app.i18n;
  return (
    <InPlaceField
      label={t('field.title')}
      text={row.title}
      problemOf={({ length }) =>
        length > MAX_LINE_LENGTH
          ? t('field.tooLong', { n: length, max: MAX_LINE_LENGTH })
          : length === 0
            ? t('field.title.missing')
            : undefined
      }
      onKeep={(title) => changeEntry(app, row, { title })}
      onEnd={onEnd}
    />
  );
}
