import * as v from 'valibot';
import { ChangedWhenSchema, EventFields, EventSourceSchema, OccurrenceSchema, UidSchema } from './event-values.ts';
import { EventIdSchema } from './ids.ts';

/** What pages ask of the calendar: bodies of commands (see commands.ts). */

/** Fields to change; null takes a value away, a missing field stays. */
const EventChangeSchema = v.partial(v.object({ ...EventFields, when: ChangedWhenSchema }));
/** What of a series is meant: one occurrence, it and all that come after it, or all. */
export const ReachSchema = v.picklist(['this', 'following', 'all']);
export type Reach = v.InferOutput<typeof ReachSchema>;
const OneOfSeries = { occurrence: v.optional(OccurrenceSchema), reach: v.optional(ReachSchema) };
const EventChange = { id: EventIdSchema, change: EventChangeSchema, seen: v.optional(v.string()), ...OneOfSeries };

export const eventCommandBodies = [
  v.object({
    type: v.literal('addEvent'),
    id: EventIdSchema,
    ...EventFields,
    source: v.optional(EventSourceSchema),
    uid: v.optional(UidSchema),
  }),
  /**
   * Without `occurrence` the whole event changes. With it, `change.when` is the time of that very occurrence as the person set it, and
   * `reach` (`this`, if it is left out) says what else moves along, by as much. A rule in it that is not the series' own is taken for
   * what is reached. Answers `{ lost }` where single changes no longer fit: the names of their occurrences; `{ isDayKept: true }` where
   * no rule can say the new day, so that the others got the new time only.
   */
  v.object({ type: v.literal('changeEvent'), ...EventChange }),
  /** Answers what `changeEvent` with the same fields would, and changes nothing. */
  v.object({ type: v.literal('previewChange'), ...EventChange }),
  /** Without `occurrence`, or where the event does not repeat, the whole event. */
  v.object({ type: v.literal('deleteEvent'), id: EventIdSchema, ...OneOfSeries }),
  /** Brings back an occurrence that was taken out; one that was changed becomes as its series is. */
  v.object({ type: v.literal('restoreOccurrence'), id: EventIdSchema, occurrence: OccurrenceSchema }),
] as const;
