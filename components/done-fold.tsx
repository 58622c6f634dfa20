import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { clearEntries } from '../lib/stores/entry-edits.ts';
import type { ListView } from '../lib/stores/list-view.ts';
import { useApp } from './app-context.ts';
import { EntryList } from './entry-list.tsx';
import { focusMain, isFocusLost } from './focus-places.ts';
import { Icon } from './icon.tsx';
import type { RowMarks } from './row-marks.ts';

/** Done rows painted at a time. */
const PAGE = 60;

/** What is done, folded away below the list. */
export function DoneFold(props: { view: ListView; marks: RowMarks; onOpen: (id: string) => void }) {
  const { view, marks, onOpen } = props;
  const app = useApp();
  const { t } = app.i18n;
  const isUnfolded = useSignal<boolean>(false);
  const limit = useSignal(PAGE);
  const count = view.doneCount.value;
  const root = useRef<HTMLElement>(null);

  // The list keeps the keyboard among its rows; with the last row it goes itself.
  const hadFocus = root.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (hadFocus && isFocusLost()) focusMain();
  });
  if (count === 0) return null;

  function clear(): void {
    clearEntries(
      app,
      view.done.peek().flatMap((id) => view.peek(id) ?? []),
    );
    focusMain();
  }

  return (
    <section ref={root} aria-labelledby="done-heading">
      <div class="done-fold">
        <button
          type="button"
          class="done-toggle"
          aria-expanded={isUnfolded.value}
          aria-controls="done-entries"
          onClick={() => {
            isUnfolded.value = !isUnfolded.peek();
          }}
        >
          <Icon name="forward" directed />
          <span id="done-heading">{t('list.done')}</span>
          <span class="count" aria-hidden="true">
            {count}
          </span>
        </button>
        <button type="button" class="button button-plain button-small" onClick={clear}>
          {t('list.clearDone')}
        </button>
      </div>
      <div id="done-entries" hidden={!isUnfolded.value}>
        {isUnfolded.value && (
          <EntryList
            name={t('list.done')}
            ids={view.done}
            view={view}
            marks={marks}
            canMove={false}
            limit={limit.value}
            onOpen={onOpen}
          />
        )}
        {isUnfolded.value && count > limit.value && (
          <div class="more-days">
            <button
              type="button"
              class="button button-small"
              onClick={() => {
                limit.value += PAGE;
              }}
            >
              {t('list.moreDone')}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
