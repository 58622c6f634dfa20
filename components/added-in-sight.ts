import { effect, untracked } from '@preact/signals';
import type { ListView } from '../lib/stores/list-view.ts';
import type { Overlay } from '../lib/stores/overlay.ts';

/**
 * Scrolls the panel to what was just added, which may come below a heading that is out of sight, or join a row there. The
 * keyboard stays where it is. Answers how to end it.
 */
export function keepAddedInSight(
  overlay: Pick<Overlay, 'ops'>,
  view: Pick<ListView, 'inOrder' | 'peek'>,
  panel: Element,
): () => void {
  let seen = new Set(overlay.ops.peek());
  return effect(() => {
    const ops = overlay.ops.value;
    const [added] = ops.flatMap((op) => (op.type === 'add' && !seen.has(op) ? op.rows.slice(0, 1) : []));
    seen = new Set(ops);
    if (added === undefined) return;
    // Once it is painted where it belongs.
    requestAnimationFrame(() =>
      untracked(() => {
        const row = view.inOrder.peek().find((id) => view.peek(id)?.ids.includes(added.id));
        if (row !== undefined) panel.querySelector(`[data-entry="${row}"]`)?.scrollIntoView({ block: 'nearest' });
      }),
    );
  });
}
