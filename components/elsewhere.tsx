import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { followElsewhere, readDrop } from '../lib/stores/elsewhere-view.ts';
import { followOwnChanges } from '../lib/stores/own-changes.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { enQuickAdd } from '../locales/en-quick-add.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';
import { PasteDialog } from './paste-dialog-lazy.ts';

/** The English texts that come with this code. */
export const texts = [enQuickAdd];

/** What comes from outside the page: a change made elsewhere to take back, a link or text that is dragged here. */
export function Elsewhere({ lists }: { lists: ShownList }) {
  const app = useApp();
  const { t } = app.i18n;
  const isOver = useSignal<boolean>(false);
  const dropped = useSignal('');
  const list = lists.current.value;

  useEffect(() => followElsewhere(app), [app]);
  useEffect(() => followOwnChanges(app), [app]);

  useEffect(() => {
    /** Dragged things enter and leave every element on their way. */
    let depth = 0;
    const carries = (event: DragEvent) => {
      const types = event.dataTransfer?.types ?? [];
      // Where text can be written it is dropped as everywhere, and files are nothing for a list.
      const isField = event.target instanceof Element && event.target.closest('input, textarea, dialog') !== null;
      return !isField && !types.includes('Files') && (types.includes('text/uri-list') || types.includes('text/plain'));
    };
    const end = () => {
      depth = 0;
      isOver.value = false;
    };
    const onEnter = (event: DragEvent) => {
      depth += 1;
      isOver.value = carries(event);
    };
    const onLeave = () => {
      depth -= 1;
      if (depth <= 0) end();
    };
    const onOver = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent) => {
      end();
      const target = lists.current.peek();
      if (!carries(event) || event.dataTransfer === null || target === undefined) return;
      event.preventDefault();
      const what = readDrop(event.dataTransfer);
      if (what === undefined) return;
      if ('item' in what) void app.entries.add(target.id, [what.item]);
      else dropped.value = what.text;
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop, dragend: end };
    for (const [type, listener] of Object.entries(listeners)) {
      document.addEventListener(type, listener as (event: Event) => void);
    }
    return () => {
      for (const [type, listener] of Object.entries(listeners)) {
        document.removeEventListener(type, listener as (event: Event) => void);
      }
    };
  }, [app, lists]);

  return (
    <>
      {isOver.value && list !== undefined && (
        <p class="drop-hint">
          <Icon name="add" />
          <span>{t('add.drop', { list: list.name })}</span>
        </p>
      )}
      {dropped.value !== '' && list !== undefined && (
        <PasteDialog
          text={dropped.value}
          list={list}
          onClose={() => {
            dropped.value = '';
          }}
        />
      )}
    </>
  );
}
