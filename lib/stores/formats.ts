import { computed, type ReadonlySignal } from '@preact/signals';
import { type Formats, formatsFor } from '../calendar/formats.ts';
import type { Settings } from '../protocol/queries.ts';

export type { Formats };

/** Formats for a locale and the person's settings; a new set whenever one of them changes. */
export function createFormats(
  locale: ReadonlySignal<string>,
  settings: ReadonlySignal<Settings>,
): ReadonlySignal<Formats> {
  return computed(() => formatsFor(locale.value, settings.value.timeFormat, settings.value.weekStart));
}
