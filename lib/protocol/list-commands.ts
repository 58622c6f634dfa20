import * as v from 'valibot';
import { ItemIdSchema, ListIdSchema } from './ids.ts';
import { AislesSchema, IconSchema, LineSchema, ListKindSchema, MemberColourSchema } from './values.ts';

/** What pages ask the worker to do with whole lists: part of commands.ts. */
export const listCommandBodies = [
  /** After the others. A template is a list that is offered for use and shown in no tab. */
  v.object({
    type: v.literal('addList'),
    id: ListIdSchema,
    name: LineSchema,
    kind: ListKindSchema,
    colour: v.optional(MemberColourSchema),
    icon: v.optional(IconSchema),
    template: v.optional(v.boolean()),
  }),
  /** Fields that are given change, each merges apart; null takes a value away. An order of `aisles` set by hand stands until it is null again. */
  v.object({
    type: v.literal('changeList'),
    id: ListIdSchema,
    name: v.optional(LineSchema),
    kind: v.optional(ListKindSchema),
    colour: v.optional(v.nullable(MemberColourSchema)),
    icon: v.optional(v.nullable(IconSchema)),
    archived: v.optional(v.boolean()),
    aisles: v.optional(v.nullable(AislesSchema)),
  }),
  /** Puts a list between two neighbours as the person saw them; null is the end on that side. */
  v.object({
    type: v.literal('moveList'),
    id: ListIdSchema,
    after: v.nullable(ListIdSchema),
    before: v.nullable(ListIdSchema),
  }),
  /** Softly, with all that is in it. */
  v.object({ type: v.literal('deleteList'), id: ListIdSchema }),
  v.object({ type: v.literal('restoreList'), id: ListIdSchema }),
  /** A new list `id` with the entries of `from`, none of them ticked; as a template without their dates. */
  v.object({
    type: v.literal('duplicateList'),
    from: ListIdSchema,
    id: ListIdSchema,
    name: LineSchema,
    asTemplate: v.optional(v.boolean()),
    onlyOpen: v.optional(v.boolean()),
  }),
  /** Adds the entries of a template (or any list) to a list, as `addItems` does and with its answer. `use` is made by the page: sending twice adds once. */
  v.object({ type: v.literal('useTemplate'), from: ListIdSchema, list: ListIdSchema, use: ItemIdSchema }),
] as const;
