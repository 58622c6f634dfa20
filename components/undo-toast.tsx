import { useApp } from './app-context.ts';
import { focusEntry } from './focus-places.ts';

/** Names the last change and offers to take it back. The time stops while someone points at it or has the keyboard in it. */
export function UndoToast() {
  const { undo, i18n } = useApp();
  const offer = undo.shown.value;
  return (
    <div class="toast-place" role="status">
      {offer !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing and focusing only stop the time.
        <div
          class="toast"
          onMouseEnter={undo.hold}
          onMouseLeave={undo.release}
          onFocusIn={undo.hold}
          onFocusOut={undo.release}
        >
          <span dir="auto">{offer.text()}</span>
          {offer.canUndo && (
            <button type="button" onClick={() => focusEntry(undo.undo())}>
              {i18n.t('action.undo')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
