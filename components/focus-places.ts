/** Where the keyboard goes when what had it disappears. */

export const ADD_INPUT_ID = 'add-input';

export function focusAddInput(): void {
  document.getElementById(ADD_INPUT_ID)?.focus();
}

/** Id of an entry's checkbox. */
export function tickId(entry: string): string {
  return `tick-${entry}`;
}

/** To an entry's checkbox, or the add line where the entry is not shown. Waits for what is about to be painted. */
export function focusEntry(entry: string | undefined): void {
  requestAnimationFrame(() => {
    const tick = entry === undefined ? null : document.getElementById(tickId(entry));
    if (tick === null) focusAddInput();
    else tick.focus();
  });
}
