import * as v from 'valibot';
import { CategoryIdSchema, ItemIdSchema, ListIdSchema } from './ids.ts';
import { LineSchema, type Quantity } from './values.ts';

/** What pages ask the worker about entries, or to do with those in the trash: part of commands.ts. */
export const entryCommandBodies = [
  /** Brings deleted entries back, with the parts that were deleted with them. */
  v.object({ type: v.literal('restoreItems'), ids: v.pipe(v.array(ItemIdSchema), v.minLength(1), v.maxLength(5_000)) }),
  /** Answers `{ suggestions: Suggestion[] }`: what the family has added before, in lists of this kind, that begins as `text`. Changes nothing. */
  v.object({
    type: v.literal('suggest'),
    list: ListIdSchema,
    text: v.pipe(v.string(), v.maxLength(500)),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)),
  }),
  /** Answers `{ suggestions: Suggestion[] }`: what was often added with this, and is not open in the list now. Changes nothing. */
  v.object({
    type: v.literal('together'),
    list: ListIdSchema,
    title: v.pipe(v.string(), v.maxLength(500)),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)),
  }),
  v.object({ type: v.literal('addCategory'), id: CategoryIdSchema, name: LineSchema }),
  /** `ids`: those of a row. */
  v.object({
    type: v.literal('changeCategory'),
    ids: v.pipe(v.array(CategoryIdSchema), v.minLength(1), v.maxLength(100)),
    name: v.optional(LineSchema),
    deleted: v.optional(v.boolean()),
  }),
] as const;

/** Something to add again. */
export interface Suggestion {
  /** As it was last written. */
  title: string;
  /** As it was last given. */
  quantity?: Quantity;
  category?: string;
  /** It is open in the list already. */
  isOpen: boolean;
  /** How often it was added, in all lists of the kind. */
  times: number;
  /** When it was added last, milliseconds since the epoch. */
  lastAt: number;
}
