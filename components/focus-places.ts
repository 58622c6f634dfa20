/** Where the keyboard goes when what had it disappears. */

export const ADD_INPUT_ID = 'add-input';

export const NEW_EVENT_ID = 'new-event';

export function focusAddInput(): void {
  document.getElementById(ADD_INPUT_ID)?.focus();
}

/** To what the page in front is for: adding an entry, or an event; else to the tab in front. */
export function focusMain(): void {
  const place =
    document.getElementById(ADD_INPUT_ID) ??
    document.getElementById(NEW_EVENT_ID) ??
    document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  place?.focus();
}

/** To the calendar's view that comes to the front, from what goes with the one before it. */
export function focusChosenView(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('.segments [role="tab"][aria-selected="true"]')?.focus();
  });
}

/** Whether nothing has the keyboard: what had it is gone. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Id of an entry's checkbox. */
export function tickId(entry: string): string {
  return `tick-${entry}`;
}

/** A list that has been asked for is there by then, or does not come soon. */
const WAIT_MS = 3_000;

/**
 * To an entry's checkbox, in the middle of its list where it is said so, or to the page's main place where the entry is not shown. Waits for rows that are
 * about to come or to be painted.
 */
export function focusEntry(entry: string | undefined, place: 'nearest' | 'center' = 'nearest'): void {
  const until = performance.now() + WAIT_MS;
  let waiting: AbortController | undefined;
  const look = () => {
    if (waiting?.signal.aborted) return;
    const tick = entry === undefined ? null : document.getElementById(tickId(entry));
    const isComing = entry !== undefined && document.querySelector('.entries[aria-busy]') !== null;
    if (tick === null && isComing && performance.now() < until) {
      waiting ??= untilInput();
      requestAnimationFrame(look);
      return;
    }
    waiting?.abort();
    if (tick === null) {
      focusMain();
      return;
    }
    tick.focus({ preventScroll: true });
    tick.scrollIntoView({ block: place });
  };
  requestAnimationFrame(look);
}

/** Is aborted when the person goes on to something else. */
function untilInput(): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  for (const type of ['keydown', 'pointerdown']) {
    window.addEventListener(type, () => controller.abort(), { capture: true, signal });
  }
  return controller;
}
