import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListRow } from '../lib/protocol/values.ts';
import { type ImportDraft, type ImportReport, readImport, runImport } from '../lib/stores/list-import.ts';
import { MAX_PASTED_CHARACTERS } from '../lib/stores/pasted-list.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';

/** Rows of the preview and of what is left out; the count says how many there are. */
const MOST_SHOWN = 100;

/** Takes entries from a file or from text: shows what it understood before anything is added, and afterwards what became of it. */
export function ImportListDialog({ list, onClose }: { list: ListRow; onClose: () => void }) {
  const app = useApp();
  const { i18n, settings, platform, problems } = app;
  const { t, locale } = i18n;
  const text = useSignal('');
  const draft = useSignal<ImportDraft | null>(null);
  const report = useSignal<ImportReport | null>(null);
  const problem = useSignal<string | undefined>(undefined);

  useEffect(() => {
    let isOver = false;
    const source = text.value;
    const { language } = settings.peek();
    const { format } = new Intl.NumberFormat(locale.peek());
    if (source.trim() === '') {
      draft.value = null;
      return;
    }
    readImport(source, { language: language === 'auto' ? platform.language : language, list, format }).then(
      (read) => {
        if (!isOver) draft.value = read;
      },
      () => problems.tell('internal'),
    );
    return () => {
      isOver = true;
    };
  }, [text.value]);

  async function choose(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    problem.value = undefined;
    if (file.size > MAX_PASTED_CHARACTERS * 4) {
      problem.value = t('import.tooBig');
      return;
    }
    try {
      text.value = await file.text();
    } catch {
      problem.value = t('import.unreadable');
    }
  }

  async function run(): Promise<void> {
    const items = draft.peek()?.items ?? [];
    if (items.length === 0) return;
    const done = await runImport(app, list, items);
    if (done !== undefined) report.value = done;
  }

  const n = draft.value?.items.length ?? 0;
  const close = (
    <button type="button" class={report.value === null ? 'button push' : 'button button-main'} onClick={onClose}>
      {t(report.value === null ? 'action.cancel' : 'action.close')}
    </button>
  );
  return (
    <Dialog
      title={t('import.heading', { list: list.name })}
      onClose={onClose}
      onSubmit={() => void run()}
      foot={
        report.value !== null ? (
          close
        ) : (
          <>
            {close}
            <button type="submit" class="button button-main" disabled={n === 0}>
              {t('import.run', { n })}
            </button>
          </>
        )
      }
    >
      {report.value !== null ? (
        <p role="status">
          {t('import.taken', { n: report.value.taken })}{' '}
          {report.value.merged > 0 && t('import.merged', { n: report.value.merged })}{' '}
          {report.value.reopened > 0 && t('import.reopened', { n: report.value.reopened })}
        </p>
      ) : (
        <>
          <p class="hint">{t('import.hint')}</p>
          <Field label={t('import.file')} problem={problem.value}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="file"
                accept=".csv,.json,.txt,.md,.markdown,text/*,application/json"
                onChange={(event) => void choose(event.currentTarget.files?.[0])}
              />
            )}
          </Field>
          <Field label={t('import.text')}>
            {(control) => (
              <textarea
                {...control}
                class="input"
                dir="auto"
                rows={4}
                value={text}
                onInput={(event) => {
                  text.value = event.currentTarget.value;
                }}
              />
            )}
          </Field>
          {draft.value !== null && (
            <section class="all-lists" aria-labelledby="import-found">
              <h3 id="import-found" aria-live="polite">
                {t('import.found', { n })}
              </h3>
              <ul class="history" aria-labelledby="import-found">
                {draft.value.items.slice(0, MOST_SHOWN).map((item) => (
                  <li key={item.id}>
                    <div>
                      <bdi>{item.title}</bdi>
                      <small dir="auto">
                        {[
                          item.quantity === undefined
                            ? ''
                            : quantityText([item.quantity], (amount) =>
                                new Intl.NumberFormat(locale.value).format(amount),
                              ),
                          item.due ?? '',
                          item.note?.slice(0, 200) ?? '',
                        ]
                          .filter(Boolean)
                          .join(' · ')}
                      </small>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
      {draft.value !== null && <LeftOut draft={draft.value} />}
    </Dialog>
  );
}

function LeftOut({ draft }: { draft: ImportDraft }) {
  const { t } = useApp().i18n;
  const { leftOut, done, more, isCut } = draft;
  const unnamed = more + Math.max(0, leftOut.length - MOST_SHOWN);
  if (leftOut.length + done + more === 0 && !isCut) return null;
  return (
    <section class="all-lists" aria-labelledby="import-left-out">
      <h3 id="import-left-out">{t('import.leftOut', { n: leftOut.length + done + more })}</h3>
      <ul class="history" aria-labelledby="import-left-out">
        {done > 0 && <li>{t('import.done', { n: done })}</li>}
        {isCut && <li>{t('import.cut')}</li>}
        {leftOut.slice(0, MOST_SHOWN).map(({ what, why }, index) => (
          <li key={index}>
            <div>
              {what !== '' && <bdi>{what}</bdi>}
              <small>{t(`import.why.${why}`)}</small>
            </div>
          </li>
        ))}
        {unnamed > 0 && <li>{t('import.moreLeftOut', { n: unnamed })}</li>}
      </ul>
    </section>
  );
}
