import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useTexts } from './app-context.ts';
import { focusMain, isFocusLost } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';

/** Of choices that exclude each other, the one that holds. */
const FIELD = '.dialog-body :is(input:not([type="radio"]:not(:checked)), select, textarea):enabled';

/**
 * A modal dialog, open as long as it is rendered. The keyboard goes to its first field where nothing says otherwise, stays inside and then
 * goes back to whoever had it. Escape, the close button and a press outside call `onClose`, which may leave it open.
 */
export function Dialog(props: {
  title: string;
  onClose: () => unknown;
  /** Handles Enter in a field and the submit button. Without one there is nothing to submit. */
  onSubmit?: () => void;
  children: ComponentChildren;
  foot?: ComponentChildren;
  /** Finds the keyboard a place when what had it before the dialog is gone; the page's main place where missing. */
  onFocusLost?: () => void;
}) {
  const t = useTexts();
  const root = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const onFocusLost = useRef(focusMain);
  onFocusLost.current = props.onFocusLost ?? focusMain;

  // Before anything is painted: what is typed right after the press that opened it is meant for it.
  useLayoutEffect(() => {
    const dialog = root.current;
    const opener = document.activeElement;
    dialog?.showModal();
    // Otherwise the browser takes what comes first, which would be Close.
    if (dialog?.querySelector('[autofocus]') === null) {
      dialog.querySelector<HTMLElement>(FIELD)?.focus();
    }
    return () => {
      dialog?.close();
      // The browser gives the keyboard back only where dialog and opener are still in the page at this moment.
      requestAnimationFrame(() => {
        if (!isFocusLost()) return;
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
        if (isFocusLost()) onFocusLost.current();
      });
    };
  }, []);

  function onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    props.onSubmit?.();
  }

  const content = (
    <>
      <div class="dialog-body">{props.children}</div>
      {props.foot !== undefined && <div class="dialog-foot">{props.foot}</div>}
    </>
  );

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what a press on the backdrop does, through onCancel.
    <dialog
      ref={root}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // A file picker that is given up says so here, too.
        if (event.target !== root.current) return;
        event.preventDefault();
        props.onClose();
      }}
      // A second Escape closes it without asking, in Chromium: where it was to stay open, it comes back.
      onClose={() => {
        if (root.current === null) return;
        props.onClose();
        requestAnimationFrame(() => root.current?.open === false && root.current.showModal());
      }}
      onClick={(event) => {
        if (event.target === root.current) props.onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={titleId} dir="auto">
          {props.title}
        </h2>
        <button type="button" class="icon-button" aria-label={t('action.close')} onClick={() => props.onClose()}>
          <Icon name={icons.close} />
        </button>
      </div>
      {props.onSubmit === undefined ? (
        content
      ) : (
        <form class="dialog-form" noValidate onSubmit={onSubmit}>
          {content}
        </form>
      )}
    </dialog>
  );
}
