import * as v from 'valibot';
import { ChangedWhenSchema, EventFields, EventSourceSchema, UidSchema } from './event-values.ts';
import { EventIdSchema } from './ids.ts';

/** What pages ask of the calendar: bodies of commands (see commands.ts). */

/** Fields to change; null takes a value away, a missing field stays. */
const EventChangeSchema = v.partial(v.object({ ...EventFields, when: ChangedWhenSchema }));

export const eventCommandBodies = [
  v.object({
    type: v.literal('addEvent'),
    id: EventIdSchema,
    ...EventFields,
    source: v.optional(EventSourceSchema),
    uid: v.optional(UidSchema),
  }),
  v.object({
    type: v.literal('changeEvent'),
    id: EventIdSchema,
    change: EventChangeSchema,
    seen: v.optional(v.string()),
  }),
  v.object({ type: v.literal('deleteEvent'), id: EventIdSchema }),
] as const;
