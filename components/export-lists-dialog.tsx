import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { hasTab, type ListRow } from '../lib/protocol/values.ts';
import type { Arrangement } from '../lib/stores/arrangement.ts';
import { categoryName } from '../lib/stores/category-name.ts';
import { EXPORT_FILES, EXPORT_FORMATS, type ExportFormat, exportText } from '../lib/stores/list-export.ts';
import { enDialogs } from '../locales/en-dialogs.ts';
import { enLists } from '../locales/en-lists.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';

/** The English texts that come with this code. */
export const texts = [enDialogs, enLists];

/** Shown of a text that may be very long; the whole of it is copied, shared and saved. */
const PREVIEW_LENGTH = 5_000;

/** Lists as text that others can read: to copy, to share, or as a file. */
export function ExportListsDialog(props: {
  title: string;
  lists: readonly ListRow[];
  arrangement?: Arrangement | undefined;
  onClose: () => void;
}) {
  const { title, lists, arrangement, onClose } = props;
  const { client, i18n, members, platform } = useApp();
  const { t } = i18n;
  const format = useSignal<ExportFormat>('markdown');
  const withDone = useSignal<boolean>(false);
  const said = useSignal('');
  const queries = useMemo(
    () => lists.map((list) => ({ list, query: client.live({ type: 'list', list: list.id }) })),
    [client],
  );
  const own = useMemo(() => client.live({ type: 'categories' }), [client]);
  useEffect(
    () => () => {
      own.close();
      for (const { query } of queries) query.close();
    },
    [queries],
  );
  const isThere = useComputed(() => own.isLive.value && queries.every(({ query }) => query.isLive.value)).value;
  const text = useComputed(() =>
    exportText(
      queries.map(({ list, query }) => ({ list, rows: [...query.rows.value.values()] })),
      format.value,
      {
        withDone: withDone.value,
        members: members.value,
        categoryOf: (row) => {
          const category = arrangement?.categoryOf(row) ?? row.category;
          return category === undefined ? undefined : categoryName(category, t, [...own.rows.value.values()]);
        },
      },
    ),
  ).value;

  const tell = (words: string) => {
    said.value = words;
  };
  function save(): void {
    const { extension, mediaType } = EXPORT_FILES[format.peek()];
    platform.saveFile(`${fileName(title)}.${extension}`, mediaType, text);
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <button
            type="button"
            class="button push"
            disabled={!isThere}
            onClick={() =>
              void platform.copyText(text).then(
                () => tell(t('export.copied')),
                () => tell(t('export.copyFailed')),
              )
            }
          >
            {t('export.copy')}
          </button>
          {typeof navigator.share === 'function' && (
            <button
              type="button"
              class="button"
              disabled={!isThere}
              // Giving up on sharing is no failure.
              onClick={() => void navigator.share({ title, text }).catch(() => {})}
            >
              {t('export.share')}
            </button>
          )}
          <button type="button" class="button button-main" disabled={!isThere} onClick={save}>
            {t('export.save')}
          </button>
        </>
      }
    >
      <Field label={t('export.format')}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={format}
            onChange={(event) => {
              format.value = event.currentTarget.value as ExportFormat;
            }}
          >
            {EXPORT_FORMATS.map((each) => (
              <option key={each} value={each}>
                {t(`export.format.${each}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={withDone.value}
          onChange={(event) => {
            withDone.value = event.currentTarget.checked;
          }}
        />
        {t('export.withDone')}
      </label>
      <Field label={t('export.preview')}>
        {(control) => (
          <textarea
            {...control}
            class="input export-preview"
            readOnly
            dir="auto"
            rows={8}
            value={text.slice(0, PREVIEW_LENGTH)}
          />
        )}
      </Field>
      <p class="hint" role="status">
        {said.value}
      </p>
    </Dialog>
  );
}

/** The same of every list that has a tab. */
export function ExportAllListsDialog({ onClose }: { onClose: () => void }) {
  const { client, i18n } = useApp();
  const query = useMemo(() => client.live({ type: 'lists' }), [client]);
  useEffect(() => () => query.close(), [query]);
  if (!query.isLive.value) return null;
  const lists = [...query.rows.value.values()].filter(hasTab).toSorted((a, b) => (a.order < b.order ? -1 : 1));
  return <ExportListsDialog title={i18n.t('export.all')} lists={lists} onClose={onClose} />;
}

/** A name that every system takes. */
function fileName(title: string): string {
  const name = title
    .replace(/[^\p{L}\p{N} -]+/gu, ' ')
    .trim()
    .replace(/\s+/g, '-');
  return name.slice(0, 60) || 'lists';
}
