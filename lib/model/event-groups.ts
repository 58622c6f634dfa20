import * as v from 'valibot';
import { CategorySchema, ExtraSchema, PlaceTextSchema, RemindersSchema, WhenSchema } from '../protocol/event-values.ts';
import { MemberIdSchema } from '../protocol/ids.ts';
import { LineSchema, MomentSchema, PageLinkSchema, TextSchema, WhoSchema } from '../protocol/values.ts';

/**
 * The groups of an event that are named after an occurrence of its series: `ex:<occurrence>`, `occ:<occurrence>:<field>`,
 * `split:<occurrence>` and `split:<occurrence>:<field>`. An occurrence is its original local start in the series as it
 * was first written.
 */

/** What an event carries besides its time: each a group of its own, named as its field. */
export const EVENT_FIELDS = [
  'title',
  'who',
  'place',
  'notes',
  'category',
  'link',
  'reminders',
  'needsSomeone',
  'birthday',
  'extra',
] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

const Stamp = { by: v.optional(MemberIdSchema), at: MomentSchema };

/** As in the series, where the value is left out; null is none. */
const FIELD_SCHEMAS: Record<EventField, v.GenericSchema> = {
  title: LineSchema,
  who: WhoSchema,
  place: v.nullable(PlaceTextSchema),
  notes: v.nullable(TextSchema),
  category: v.nullable(CategorySchema),
  link: v.nullable(PageLinkSchema),
  reminders: v.nullable(RemindersSchema),
  needsSomeone: v.nullable(v.boolean()),
  birthday: v.nullable(v.boolean()),
  extra: v.nullable(ExtraSchema),
};
const ofOccurrence = (name: string, schema: v.GenericSchema) => v.object({ [name]: v.optional(schema), ...Stamp });

/** Minutes by which a series has been moved since it was first written; occurrences keep their names. */
export const ShiftSchema = v.optional(v.pipe(v.number(), v.integer()));

const EX = v.object({ excluded: v.boolean(), ...Stamp });
const SPLIT = v.object({ splits: v.boolean(), ...Stamp });
const OCC: Readonly<Record<string, v.GenericSchema>> = {
  ...Object.fromEntries(EVENT_FIELDS.map((field) => [field, ofOccurrence(field, FIELD_SCHEMAS[field])])),
  when: v.object({ when: v.optional(WhenSchema), ...Stamp }),
};
const PART: Readonly<Record<string, v.GenericSchema>> = {
  ...OCC,
  when: v.object({ when: v.optional(WhenSchema), shift: ShiftSchema, ...Stamp }),
  /** Deleted: the series ends before this part, whatever begins later. */
  life: v.object({ deleted: v.boolean(), ...Stamp }),
};

const NAME = /^(ex|occ|split):(\d{4}-\d{2}-\d{2}(?:T(?:[01]\d|2[0-3]):[0-5]\d)?)(?::(\w+))?$/;

/** `ex:2026-12-01`, `occ:2026-12-01:title`, `split:2026-12-01`, `split:2026-12-01:when` … */
export type OccurrenceGroupName = `${'ex' | 'occ' | 'split'}:${string}`;

/** A group's name taken apart. */
export interface OccurrenceGroup {
  readonly level: 'ex' | 'occ' | 'split';
  readonly occurrence: string;
  /** A field, `when`, or `life` of a split; absent for what the occurrence itself is. */
  readonly field?: string;
  readonly schema: v.GenericSchema;
}

/** Reads the name of a group that belongs to an occurrence. Undefined where it is none of this version. */
export function readOccurrenceGroup(group: string): OccurrenceGroup | undefined {
  const match = NAME.exec(group);
  if (!match) return undefined;
  const [, level, occurrence = '', field] = match;
  if (level === 'ex') return field === undefined ? { level, occurrence, schema: EX } : undefined;
  if (level === 'split' && field === undefined) return { level, occurrence, schema: SPLIT };
  if (field === undefined) return undefined;
  const schemas = level === 'occ' ? OCC : PART;
  const schema = Object.hasOwn(schemas, field) ? schemas[field] : undefined;
  return schema && { level: level === 'occ' ? 'occ' : 'split', occurrence, field, schema };
}
