import * as v from 'valibot';

/**
 * What is taken from a web page when the person asks for it: texts and plain data, unchecked. Beyond these bounds nothing is taken, so that
 * no page can hold up ours.
 */
export const PAGE_LIMITS = {
  /** JSON-LD scripts, and the longest one that is looked at, in UTF-16 units. */
  scripts: 30,
  scriptLength: 300_000,
  /** Marked-up things (microdata), the properties of all of them together, and the longest value. */
  things: 60,
  properties: 2_000,
  valueLength: 5_000,
  /** Links to calendar files, and the longest address; a data: address carries the file itself. */
  links: 20,
  linkLength: 200_000,
  selectionLength: 10_000,
} as const;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

export const PageContentSchema = v.object({
  /** Texts of the page's JSON-LD scripts. */
  jsonLd: v.pipe(v.array(text(PAGE_LIMITS.scriptLength)), v.maxLength(PAGE_LIMITS.scripts)),
  /** Microdata in the form that JSON-LD has: `@type`, and values by name. */
  microdata: v.pipe(v.array(v.unknown()), v.maxLength(PAGE_LIMITS.things)),
  calendarLinks: v.pipe(
    v.array(v.object({ url: text(PAGE_LIMITS.linkLength), text: text(PAGE_LIMITS.valueLength) })),
    v.maxLength(PAGE_LIMITS.links),
  ),
  /** What is selected on the page; empty where nothing is. */
  selection: text(PAGE_LIMITS.selectionLength),
});
export type PageContent = v.InferOutput<typeof PageContentSchema>;
