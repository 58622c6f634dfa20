import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useTexts } from './app-context.ts';
import { Icon } from './icon.tsx';

/**
 * A modal dialog, open as long as it is rendered. The browser keeps the keyboard inside and gives it back to whoever had it. Escape,
 * the close button and a press outside call `onClose`, which may leave it open.
 */
export function Dialog(props: {
  title: string;
  onClose: () => unknown;
  /** Handles Enter in a field and the submit button. Without one there is nothing to submit. */
  onSubmit?: () => void;
  children: ComponentChildren;
  foot?: ComponentChildren;
}) {
  const t = useTexts();
  const root = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = root.current;
    dialog?.showModal();
    return () => dialog?.close();
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
        event.preventDefault();
        props.onClose();
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
          <Icon name="close" />
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
