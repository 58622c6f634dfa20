import { useEffect, useMemo } from 'preact/hooks';
import type { AddDraft } from '../lib/stores/add-draft.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { createSuggestions, matchOf } from '../lib/stores/suggestions.ts';
import { useApp } from './app-context.ts';
import { ADD_INPUT_ID, focusAddInput } from './focus-places.ts';
import { Icon } from './icon.tsx';

const LIST_ID = 'suggestions';
const optionId = (index: number) => `suggestion-${index}`;

/**
 * What the family has added before, below the line: arrows choose, Enter adds the chosen one or what is typed, Escape puts the list away. The line
 * stays a textbox, which may have such a list as well as a combobox has.
 */
export function Suggestions(props: {
  draft: AddDraft;
  lists: ShownList;
  /** Adds the line under another title. */
  onTake: (chosen: { title: string }) => void;
}) {
  const { draft, lists, onTake } = props;
  const { client, entries, i18n } = useApp();
  const { t } = i18n;
  const store = useMemo(() => createSuggestions({ client, draft, list: lists.current }), [client, draft, lists]);
  useEffect(() => store.close, [store]);

  const take = (index: number) => {
    const found = store.shown.peek()[index];
    if (found === undefined) return;
    store.hide();
    const { title, quantity, category } = found;
    onTake({ title, ...(quantity && { quantity }), ...(category !== undefined && { category }) });
  };

  useEffect(() => {
    const input = document.getElementById(ADD_INPUT_ID);
    if (!(input instanceof HTMLInputElement)) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || store.shown.peek().length === 0)
        return;
      if (event.key === 'ArrowDown') store.move(1);
      else if (event.key === 'ArrowUp') store.move(-1);
      else if (event.key === 'Escape') store.hide();
      else if (event.key === 'Enter' && store.chosen.peek() >= 0) take(store.chosen.peek());
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    input.setAttribute('aria-autocomplete', 'list');
    input.addEventListener('keydown', onKeyDown);
    input.addEventListener('input', store.refresh);
    input.addEventListener('blur', store.hide);
    return () => {
      input.removeEventListener('keydown', onKeyDown);
      input.removeEventListener('input', store.refresh);
      input.removeEventListener('blur', store.hide);
    };
  }, [store, onTake]);

  const shown = store.shown.value;
  const chosen = store.chosen.value;
  useEffect(() => {
    const input = document.getElementById(ADD_INPUT_ID);
    for (const [name, value] of [
      ['aria-controls', shown.length > 0 && LIST_ID],
      ['aria-activedescendant', chosen >= 0 && optionId(chosen)],
    ] as const) {
      if (value === false) input?.removeAttribute(name);
      else input?.setAttribute(name, value);
    }
  }, [shown, chosen]);

  const typed = draft.reading.value.title;
  const format = (n: number) => new Intl.NumberFormat(i18n.locale.value).format(n);
  const offered = store.together.value;
  return (
    <>
      {shown.length > 0 && (
        <div class="suggestions" id={LIST_ID} role="listbox" aria-label={t('suggestions.label')}>
          {shown.map(({ title, quantity, isOpen }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the line, whose keys choose.
            // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant.
            <div
              key={title}
              id={optionId(index)}
              role="option"
              aria-selected={index === chosen}
              // The line keeps the keyboard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(index)}
            >
              <span class="suggestion-title" dir="auto">
                <Matched title={title} typed={typed} />
              </span>
              {quantity !== undefined && <span class="quantity">{quantityText([quantity], format)}</span>}
              {isOpen && <small>{t('suggestions.isOpen')}</small>}
            </div>
          ))}
        </div>
      )}
      <p class="visually-hidden" aria-live="polite">
        {shown.length > 0 ? t('suggestions.count', { n: shown.length }) : ''}
      </p>
      {offered !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in.
        <div class="together" role="group" aria-label={t('suggestions.together', { title: offered.title })}>
          <span aria-hidden="true">{t('suggestions.often')}</span>
          {offered.all.map(({ title, quantity, category }) => (
            <button
              key={title}
              type="button"
              class="chip"
              aria-label={t('suggestions.add', { title })}
              onClick={() => {
                store.took(title);
                void entries.add(offered.list, [
                  { title, ...(quantity && { quantity }), ...(category !== undefined && { category }) },
                ]);
                focusAddInput();
              }}
            >
              <Icon name="add" />
              <bdi>{title}</bdi>
            </button>
          ))}
        </div>
      )}
    </>
  );
}

function Matched({ title, typed }: { title: string; typed: string }) {
  const match = matchOf(title, typed);
  if (match === null) return <>{title}</>;
  return (
    <>
      {title.slice(0, match.start)}
      <b>{title.slice(match.start, match.end)}</b>
      {title.slice(match.end)}
    </>
  );
}
