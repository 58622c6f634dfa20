import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ListRow } from '../lib/protocol/values.ts';
import { type Arrangement, inAisleOrder } from '../lib/stores/arrangement.ts';
import { changeList } from '../lib/stores/list-changes.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { NewCategory, OwnCategory } from './own-category.tsx';
import { registerRowDrag } from './row-drag.ts';

/**
 * The order in which a shop is walked through, by hand; without it the list learns it from what is ticked when. The
 * family's own categories are made, renamed and taken away here, at once.
 */
export function AislesDialog(props: { list: ListRow; arrangement: Arrangement; onClose: () => void }) {
  const { list, arrangement, onClose } = props;
  const app = useApp();
  const { t } = app.i18n;
  /** As the person has put them; null: nothing was moved. */
  const moved = useSignal<readonly string[] | null>(null);
  const order = useComputed(() => {
    const { value: all } = arrangement.categories;
    return moved.value === null ? all : inAisleOrder(all, moved.value);
  });
  const said = useSignal('');
  const table = useRef<HTMLUListElement>(null);

  function put(category: string, index: number): void {
    const others = order.peek().filter((other) => other !== category);
    const at = Math.max(0, Math.min(index, others.length));
    moved.value = others.toSpliced(at, 0, category);
    const title = arrangement.nameOf(category);
    said.value = t('entry.moved', { title, position: at + 1, count: others.length + 1 });
  }

  useEffect(() => {
    if (table.current === null) return;
    return registerRowDrag(table.current, ({ id, anchor, side }) => {
      const others = order.peek().filter((other) => other !== id);
      put(id, others.indexOf(anchor) + (side === 'after' ? 1 : 0));
    });
  }, []);

  function save(): void {
    const isOther = order.peek().join('\n') !== arrangement.categories.peek().join('\n');
    if (moved.peek() !== null && isOther) changeList(app, list, { aisles: [...order.peek()] });
    onClose();
  }

  const arrow = (category: string, index: number, step: -1 | 1) => {
    const label = t(step === -1 ? 'lists.up' : 'lists.down', { list: arrangement.nameOf(category) });
    const isOff = step === -1 ? index === 0 : index === order.value.length - 1;
    return (
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-disabled={isOff}
        onClick={() => !isOff && put(category, index + step)}
      >
        <Icon name={step === -1 ? icons.up : icons.down} />
      </button>
    );
  };

  return (
    <Dialog
      title={t('aisles.heading')}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <button
            type="button"
            class="button button-plain push"
            onClick={() => {
              changeList(app, list, { aisles: null });
              onClose();
            }}
          >
            {t('aisles.learn')}
          </button>
          <button type="submit" class="button button-main">
            {t('action.save')}
          </button>
        </>
      }
    >
      <p class="hint">{t('aisles.hint')}</p>
      <ul ref={table} class="all-lists" aria-label={t('aisles.heading')}>
        {order.value.map((category, index) => {
          const own = arrangement.ownOf(category);
          return (
            <li key={category} class="entry" data-entry={category}>
              <span class="grip" aria-hidden="true">
                <Icon name="grip" />
              </span>
              {own === undefined ? (
                <span class="list-name">
                  <bdi>{arrangement.nameOf(category)}</bdi>
                </span>
              ) : (
                <OwnCategory row={own} arrangement={arrangement} />
              )}
              {arrow(category, index, -1)}
              {arrow(category, index, 1)}
            </li>
          );
        })}
      </ul>
      <NewCategory arrangement={arrangement} />
      <p class="visually-hidden" aria-live="polite">
        {said.value}
      </p>
    </Dialog>
  );
}
