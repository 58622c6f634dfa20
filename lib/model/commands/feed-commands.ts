import type { FeedId } from '../../protocol/ids.ts';
import type { ImportedEvent } from '../../protocol/import-values.ts';
import { feedEventId } from '../derived-ids.ts';
import { digest } from '../digest.ts';
import type { DocumentCommand, StoreFeedCommand } from '../document-messages.ts';
import { feedEventsOf } from '../feed-registers.ts';
import { type FeedEvent, feedEventOf, readFeed } from '../feeds.ts';
import { pathOf } from '../groups.ts';
import { stableJson } from '../stable-json.ts';
import { emptyPlan, type Plan, type Planned, type PlanningScope, planWrite, stampOf } from './plan.ts';

type Command<T extends DocumentCommand['type']> = DocumentCommand & { type: T };

/** Follows a calendar, or changes how it is followed. */
export function planSetFeed(body: Command<'setFeed'>, scope: PlanningScope): Planned {
  const { id, name, colour, source, everyHours } = body;
  const stamp = stampOf(scope);
  const path = (group: 'core' | 'name' | 'colour' | 'source' | 'life') => pathOf('feed', id, group);
  if (scope.registers.isFromNewer(path('core'))) return { error: 'from-newer' };
  const plan = emptyPlan();
  const feed = readFeed(scope.registers, id);
  const groups = scope.registers.entity('feed', id);
  if (!feed) {
    const device = scope.actor?.device;
    const value = { name: name.trim(), ...(colour && { colour }), source, everyHours, ...(device && { device }) };
    plan.writes.push({ path: path('core'), value: { ...value, ...stamp } });
    if (!groups?.life) plan.inverse.push({ path: path('life'), expect: '', value: { deleted: true, ...stamp } });
  } else {
    const before = groups?.core?.value;
    const then = { ...(before?.by && { by: before.by }), at: before?.at ?? 0 };
    if (feed.name !== name.trim())
      planWrite(plan, path('name'), { name: name.trim(), ...stamp }, groups?.name, { name: before?.name, ...then });
    if (colour !== undefined && (feed.colour ?? null) !== colour)
      planWrite(plan, path('colour'), { colour, ...stamp }, groups?.colour, {
        colour: before?.colour ?? null,
        ...then,
      });
    const said = { source, everyHours };
    if (stableJson({ source: feed.source, everyHours: feed.everyHours }) !== stableJson(said)) {
      const initial = { source: before?.source, everyHours: before?.everyHours, ...then };
      planWrite(plan, path('source'), { ...said, ...stamp }, groups?.source, initial);
    }
    if (feed.isDeleted && !scope.context.isResent)
      planWrite(plan, path('life'), { deleted: false, ...stamp }, groups?.life, { deleted: true, ...stamp });
  }
  if (body.events) planContent(plan, scope, id, body.events, 0);
  return plan;
}

/** Stops following a calendar; its events go with it, and come back with it. */
export function planRemoveFeed({ id }: Command<'removeFeed'>, scope: PlanningScope): Planned {
  const feed = readFeed(scope.registers, id);
  if (!feed) return { error: scope.registers.isFromNewer(pathOf('feed', id, 'core')) ? 'from-newer' : 'not-found' };
  const plan = emptyPlan();
  const life = scope.registers.entity('feed', id)?.life;
  const stamp = stampOf(scope);
  if (!feed.isDeleted)
    planWrite(plan, pathOf('feed', id, 'life'), { deleted: true, ...stamp }, life, { deleted: false, ...stamp });
  return plan;
}

/** Writes down what was fetched, by this browser: its events where they changed, and that it was looked at. */
export function planStoreFeed({ id, content, problem }: StoreFeedCommand, scope: PlanningScope): Planned {
  const feed = readFeed(scope.registers, id);
  if (!feed || feed.isDeleted) return { error: 'not-found' };
  const plan = emptyPlan();
  const stamp = stampOf(scope);
  const device = scope.actor?.device;
  if (device !== undefined && feed.fetcher !== device)
    plan.writes.push({ path: pathOf('feed', id, 'fetcher'), value: { device, ...stamp } });
  if (content) planContent(plan, scope, id, content.events, content.left);
  const lastAt = problem === undefined ? stamp.at : feed.lastAt;
  // Failing again in the same way is nothing that the family has to be told.
  if (problem === undefined || problem !== feed.problem) {
    const value = { ...(lastAt !== undefined && { lastAt }), ...(problem && { problem }), ...stamp };
    plan.writes.push({ path: pathOf('feed', id, 'check'), value });
  }
  return plan;
}

/** The events of a feed as one value; nothing where they are the same. */
function planContent(
  plan: Plan,
  scope: PlanningScope,
  id: FeedId,
  events: readonly ImportedEvent[],
  left: number,
): void {
  const before = feedEventsOf(scope.registers, id);
  const after = withKnownIds(
    events.filter(({ isCancelled }) => !isCancelled).map((event) => feedEventOf(event, feedEventId(id, event.uid))),
    [...before.values()],
  );
  after.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const register = scope.registers.entity('feed', id)?.events;
  if (register && stableJson([register.value?.events, register.value?.left]) === stableJson([after, left])) return;
  plan.writes.push({ path: pathOf('feed', id, 'events'), value: { events: after, left, ...stampOf(scope) } });
}

/**
 * Where a feed gives its events other UIDs every time, what is unchanged keeps the id that it had: no value that differs
 * in nothing else is written, and what the family hid stays hidden.
 */
function withKnownIds(events: readonly FeedEvent[], before: readonly FeedEvent[]): FeedEvent[] {
  const saying = ({ id: _id, ...rest }: FeedEvent) => digest(stableJson(rest));
  const own = new Set(events.map(({ id }) => id));
  const unclaimed = Map.groupBy(
    before.filter(({ id }) => !own.has(id)),
    saying,
  );
  const known = new Set(before.map(({ id }) => id));
  const seen = new Set<string>();
  return events.flatMap((event) => {
    const earlier = known.has(event.id) ? undefined : unclaimed.get(saying(event))?.pop();
    const id = earlier?.id ?? event.id;
    if (seen.has(id)) return [];
    seen.add(id);
    return [{ ...event, id }];
  });
}
