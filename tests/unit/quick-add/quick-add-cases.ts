import { readFileSync } from 'node:fs';
import type { Category } from '../../../lib/quick-add/categorise.ts';
import type { Draft, QuickAddLocale, Target } from '../../../lib/quick-add/draft.ts';

/** A line and what is to be read in it, as tests/fixtures/quick-add*.json hold them. A field missing in `expect` must be missing in the draft. */
export interface QuickAddCase {
  readonly id: string;
  readonly feature: string;
  readonly input: string;
  readonly locale: QuickAddLocale;
  readonly target: Target;
  readonly now: string;
  readonly members: readonly string[];
  readonly lists: readonly string[];
  readonly expect: Omit<Draft, 'tokens'> & { readonly category?: Category };
}

/** The content of a file in tests/fixtures; the caller names its form. */
export function readFixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
}

/** All cases of a language: those given and our own. */
export function readCases(locale: QuickAddLocale): QuickAddCase[] {
  return ['quick-add', 'quick-add-more'].flatMap(
    (name) => JSON.parse(readFixture(`${name}.${locale}.json`)) as QuickAddCase[],
  );
}

/** The form in which two drafts mean the same: no quotation marks, any case of the title's first letter, rules as sets of parts. */
export function comparable({
  title,
  assignees,
  rrule,
  ...rest
}: Omit<Draft, 'tokens'> & { readonly category?: Category }) {
  const plain = title.replaceAll('"', '');
  return {
    ...rest,
    title: plain.charAt(0).toLowerCase() + plain.slice(1),
    ...(assignees && { assignees: assignees.toSorted() }),
    ...(rrule !== undefined && { rrule: rrule.split(';').toSorted() }),
  };
}
