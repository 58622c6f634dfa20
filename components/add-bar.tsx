import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import type { AddDraft, Attachment } from '../lib/stores/add-draft.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { useTexts } from './app-context.ts';
import { ADD_INPUT_ID, focusAddInput } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { lazy, prefetchWhenIdle } from './lazy.tsx';
import { PasteDialog } from './paste-dialog-lazy.ts';

const AttachPage = lazy(async () => [(await import('./attach-page.tsx')).AttachPage]);
const loadRecognised = () => import('./recognised.tsx');
const LineTint = lazy(async () => [(await import('./line-tint.tsx')).LineTint]);
const Recognised = lazy(async () => {
  const code = await loadRecognised();
  return [code.Recognised, ...code.texts];
});
const LineEvent = lazy(async () => [(await loadRecognised()).LineEvent]);

/** The line in which everything begins: Enter adds, clears and stays. `withAttach` offers the tab in front. */
export function AddBar(props: { draft: AddDraft; lists: ShownList; withAttach?: boolean; autoFocus?: boolean }) {
  const { draft, lists } = props;
  const t = useTexts();
  const attached = useSignal<Attachment | undefined>(undefined);
  /** Enter was pressed before the lists were there: it counts as soon as they are. */
  const isWaiting = useSignal<boolean>(false);
  const marked = useSignal<string | null>(null);
  /** Several lines, which the line cannot hold: they are to be looked over first. */
  const pasted = useSignal('');
  const list = lists.current.value;

  async function submit(chosen?: { title: string }): Promise<void> {
    const target = lists.current.peek();
    isWaiting.value = target === undefined;
    if (target === undefined) return;
    if (await draft.submit(target.id, attached.peek(), chosen)) attached.value = undefined;
    focusAddInput();
  }

  useEffect(() => prefetchWhenIdle({ prefetch: draft.prepare }, Recognised, LineTint), [draft]);
  useLayoutEffect(() => {
    if (props.autoFocus) focusAddInput();
  }, []);
  useEffect(() => {
    if (list !== undefined && isWaiting.peek()) void submit();
  });

  const tooLong = draft.tooLong.value;
  return (
    <>
      <form
        class="add"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class="add-line">
          <Icon name="add" />
          <div class="add-text">
            <LineTint line={draft} marked={marked} />
            <input
              id={ADD_INPUT_ID}
              type="text"
              dir="auto"
              autoComplete="off"
              enterKeyHint="done"
              aria-label={t('add.label')}
              aria-invalid={tooLong === null ? undefined : 'true'}
              aria-describedby={tooLong === null ? undefined : 'add-problem'}
              placeholder={list === undefined ? t('add.label') : t('add.placeholder', { list: list.name })}
              value={draft.text}
              onInput={(event) => draft.write(event.currentTarget.value)}
              onPaste={(event) => {
                const text = event.clipboardData?.getData('text').trim() ?? '';
                if (!/[\r\n]/.test(text)) return;
                event.preventDefault();
                pasted.value = text;
              }}
            />
          </div>
        </div>
        <Recognised draft={draft} marked={marked} lists={lists} onTake={submit} />
        {tooLong !== null && (
          <p class="error" id="add-problem" role="alert">
            {t('add.tooLong', { n: tooLong, max: MAX_LINE_LENGTH })}
          </p>
        )}
        {props.withAttach && (
          <div class="attach-place">
            <AttachPage attached={attached} lists={lists} />
          </div>
        )}
      </form>
      <LineEvent draft={draft} />
      {pasted.value !== '' && list !== undefined && (
        <PasteDialog
          text={pasted.value}
          list={list}
          onClose={() => {
            pasted.value = '';
          }}
        />
      )}
    </>
  );
}
