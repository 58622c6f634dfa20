import type { IcsWarning, IcsWarningCode } from './ics-types.ts';

/** A hostile file has a million bad lines; a person reads a few. */
const MAX_WARNINGS = 500;
const MAX_EXCERPT = 120;

/** Collects what an import went on in spite of. */
export interface WarningList {
  add(code: IcsWarningCode, line: number | undefined, text: string): void;
  /** All of them, in the order of their lines; the last says how many were left out. */
  list(): IcsWarning[];
}

export function createWarnings(): WarningList {
  const warnings: IcsWarning[] = [];
  let more = 0;
  return {
    add(code, line, text) {
      if (warnings.length >= MAX_WARNINGS) more++;
      else warnings.push({ code, ...(line !== undefined && { line }), text });
    },
    list() {
      const sorted = [...warnings].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
      return more === 0 ? sorted : [...sorted, { code: 'more', text: `${more} more` }];
    },
  };
}

/** The beginning of something from the file, on one line, fit to be shown. */
export function excerpt(text: string): string {
  const flat = text
    .slice(0, MAX_EXCERPT * 2)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return flat.length > MAX_EXCERPT ? `${flat.slice(0, MAX_EXCERPT).toWellFormed()}…` : flat.toWellFormed();
}
