import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import { ageOf, withBirthday } from '../lib/stores/event-draft.ts';
import { useApp } from './app-context.ts';
import type { EventFieldProps } from './event-field-props.ts';
import { Field } from './field.tsx';

const SUGGESTED = ['school', 'sports', 'health', 'work', 'holiday', 'home'] as const;

/** What few events have; open where this one has some of it. */
export function EventMore({ draft, edit, problemOf }: EventFieldProps) {
  const { i18n, now, platform } = useApp();
  const { t } = i18n;
  const listId = useId();
  const hintId = useId();
  const why = useSignal<'not-granted' | 'not-a-web-page' | null>(null);
  const isOpen = useRef(draft.category !== '' || draft.needsSomeone || draft.birthday || draft.link !== null).current;
  const age = draft.birthday && draft.isYearKnown ? ageOf(draft.startsOn, now.today.value) : undefined;

  async function attach(): Promise<void> {
    const page = await platform.activePage().catch(() => ({ ok: false, why: 'not-granted' }) as const);
    why.value = page.ok ? null : page.why;
    if (!page.ok) return;
    const title = (page.title.trim() || new URL(page.url).host).slice(0, MAX_LINE_LENGTH);
    edit({ ...draft, link: { url: page.url, title } });
  }

  return (
    <details class="more" open={isOpen}>
      <summary>{t('event.more')}</summary>
      <div class="dialog-fields">
        <Field label={t('event.category')} problem={problemOf('category')}>
          {(control) => (
            <>
              <input
                {...control}
                class="input"
                type="text"
                dir="auto"
                autoComplete="off"
                list={listId}
                value={draft.category}
                onInput={(input) => edit({ ...draft, category: input.currentTarget.value })}
              />
              <datalist id={listId}>
                {SUGGESTED.map((key) => (
                  <option key={key} value={t(`event.category.${key}`)} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <div class="field">
          <label class="check">
            <input
              type="checkbox"
              aria-describedby={hintId}
              checked={draft.needsSomeone}
              onChange={(input) => edit({ ...draft, needsSomeone: input.currentTarget.checked })}
            />
            {t('event.needsSomeone')}
          </label>
          <p class="hint" id={hintId}>
            {t('event.needsSomeone.hint')}
          </p>
        </div>
        <div class="field">
          <label class="check">
            <input
              type="checkbox"
              checked={draft.birthday}
              onChange={(input) => edit(withBirthday(draft, input.currentTarget.checked))}
            />
            {t('event.birthday')}
          </label>
          {draft.birthday && (
            <>
              <label class="check">
                <input
                  type="checkbox"
                  checked={!draft.isYearKnown}
                  onChange={(input) => edit({ ...draft, isYearKnown: !input.currentTarget.checked })}
                />
                {t('event.birthday.noYear')}
              </label>
              <p class="hint" aria-live="polite">
                {age === undefined
                  ? t('event.birthday.hint')
                  : t('event.birthday.turns', { age: age.years, year: String(age.year) })}
              </p>
            </>
          )}
        </div>
        <div class="field">
          <span class="field-label">{t('event.page')}</span>
          {draft.link === null ? (
            <button type="button" class="button button-small" onClick={() => void attach()}>
              {t('event.page.attach')}
            </button>
          ) : (
            <div class="attached">
              <a class="out-link" href={draft.link.url} target="_blank" rel="noreferrer" dir="auto">
                {draft.link.title || draft.link.url}
              </a>
              <button type="button" class="button button-small" onClick={() => edit({ ...draft, link: null })}>
                {t('event.page.remove')}
              </button>
            </div>
          )}
          {why.value !== null && (
            <p class="hint" role="status">
              {t(`attach.${why.value}`)}
            </p>
          )}
        </div>
      </div>
    </details>
  );
}
