import * as v from 'valibot';
import {
  CategorySchema,
  OccurrenceSchema,
  PlaceTextSchema,
  RemindersSchema,
  WhenSchema,
} from '../protocol/event-values.ts';
import type { FeedRow } from '../protocol/feed-values.ts';
import { EventIdSchema, type FeedId } from '../protocol/ids.ts';
import type { ImportedEvent } from '../protocol/import-values.ts';
import { LineSchema, PageLinkSchema, TextSchema } from '../protocol/values.ts';
import type { Actor } from './members.ts';
import type { Registers } from './registers.ts';

/**
 * An event as a feed's register holds it: all events of a feed are one value, replaced as a whole, so that a feed whose
 * UIDs are others every day does not make the document grow. Nothing is kept for export.
 */
const fields = {
  title: LineSchema,
  when: WhenSchema,
  place: v.optional(PlaceTextSchema),
  notes: v.optional(TextSchema),
  category: v.optional(CategorySchema),
  link: v.optional(PageLinkSchema),
  reminders: v.optional(RemindersSchema),
};
const FeedEventSchema = v.object({
  id: EventIdSchema,
  ...fields,
  birthday: v.optional(v.literal(true)),
  ex: v.optional(v.array(OccurrenceSchema)),
  occ: v.optional(
    v.array(
      v.object({
        occurrence: OccurrenceSchema,
        change: v.partial(
          v.object({
            ...fields,
            place: v.nullable(PlaceTextSchema),
            notes: v.nullable(TextSchema),
            category: v.nullable(CategorySchema),
            link: v.nullable(PageLinkSchema),
            reminders: v.nullable(RemindersSchema),
          }),
        ),
      }),
    ),
  ),
});
export type FeedEvent = v.InferOutput<typeof FeedEventSchema>;

/** A feed's events, those left out that this version cannot read. */
export function readFeedEvents(stored: readonly unknown[]): FeedEvent[] {
  return stored.flatMap((one) => {
    const read = v.safeParse(FeedEventSchema, one);
    return read.success ? [read.output] : [];
  });
}

/** What of a file's event a feed keeps: nothing empty, nothing only for export. */
export function feedEventOf(event: ImportedEvent, id: FeedEvent['id']): FeedEvent {
  const { place, notes, category, link, reminders } = event;
  return {
    id,
    title: event.title,
    when: event.when,
    ...(place !== null && { place }),
    ...(notes !== null && { notes }),
    ...(category !== null && { category }),
    ...(link !== null && { link }),
    ...(reminders !== null && { reminders }),
    ...(event.birthday && { birthday: true as const }),
    ...(event.ex.length > 0 && { ex: event.ex }),
    ...(event.occ.length > 0 && { occ: event.occ.map(({ occurrence, change }) => ({ occurrence, change })) }),
  };
}

/** A feed as it stands now. */
export interface Feed extends Omit<FeedRow, 'isFetchedHere'> {
  readonly isDeleted: boolean;
}

/** Reads a feed. Undefined without a readable core. */
export function readFeed(registers: Registers, id: FeedId): Feed | undefined {
  const groups = registers.entity('feed', id);
  const core = groups?.core?.value;
  if (!groups || !core) return undefined;
  const { events, check, fetcher } = groups;
  const colour = (groups.colour?.value ? groups.colour.value.colour : core.colour) ?? undefined;
  const { source, everyHours } = groups.source?.value ?? core;
  const by = fetcher?.value?.device ?? core.device;
  return {
    id,
    name: groups.name?.value?.name ?? core.name,
    ...(colour !== undefined && { colour }),
    source,
    everyHours,
    count: events?.value?.events.length ?? 0,
    left: events?.value?.left ?? 0,
    ...(check?.value?.lastAt !== undefined && { lastAt: check.value.lastAt }),
    ...(check?.value?.problem && { problem: check.value.problem }),
    ...(by !== undefined && { fetcher: by }),
    isDeleted: groups.life?.value?.deleted ?? false,
  };
}

/** The rows of all feeds, by name. */
export function feedRows(registers: Registers, actor: Actor | undefined): FeedRow[] {
  const feeds: Feed[] = [];
  for (const id of registers.ids('feed') as Iterable<FeedId>) {
    const feed = readFeed(registers, id);
    if (feed && !feed.isDeleted) feeds.push(feed);
  }
  feeds.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  return feeds.map(({ isDeleted: _isDeleted, ...feed }) => ({
    ...feed,
    isFetchedHere: feed.fetcher !== undefined && feed.fetcher === actor?.device,
  }));
}
