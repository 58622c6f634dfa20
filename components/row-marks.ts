import { type Signal, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

/** What stands in a row beside what the family knows of it, put there by code that comes after the first paint. */
export interface RowMark {
  /** While rows are being picked: whether this one is. Its checkbox picks then, under this name. */
  readonly pick?: { readonly isOn: boolean; readonly label: string };
  /** In the title's place: the field in which it is changed. */
  readonly title?: ComponentChildren;
  /** In the quantity's place: what changes it. */
  readonly quantity?: ComponentChildren;
}

/** A signal per row, so that only the marked one is painted again. */
export type RowMarks = (id: string) => Signal<RowMark | undefined>;

export function createRowMarks(): RowMarks {
  const marks = new Map<string, Signal<RowMark | undefined>>();
  return (id) => {
    let mark = marks.get(id);
    if (mark === undefined) {
      mark = signal(undefined);
      marks.set(id, mark);
    }
    return mark;
  };
}
