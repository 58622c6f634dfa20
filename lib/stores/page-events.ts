import type { PageEvent } from '../ports/page-ports.ts';
import type { Inverse } from '../protocol/commands.ts';
import type { When } from '../protocol/event-values.ts';
import { type EventId, newId } from '../protocol/ids.ts';
import type { PageLink } from '../protocol/values.ts';
import { shiftDate } from './agenda.ts';
import type { App } from './app.ts';
import { brief } from './brief.ts';
import type { Formats } from './formats.ts';
import type { Outcome } from './worker-client.ts';

/** An event that a page offers. */
export type OfferableEvent = PageEvent;

/** Adds events of a page for the whole family; what was added is taken back as one. */
export async function addEvents(
  app: Pick<App, 'client' | 'undo' | 'problems' | 'i18n'>,
  events: readonly PageEvent[],
  link: PageLink,
): Promise<void> {
  const { client, undo, problems, i18n } = app;
  const [first] = events;
  if (first === undefined) return;
  const text = () =>
    events.length === 1
      ? i18n.t('undo.added', { title: brief(first.title) })
      : i18n.t('page.eventsAdded', { n: events.length });
  /** Only what one command has done outlives this page. */
  const says = events.length === 1 ? text() : undefined;
  const sent = events.map(({ title, when, place, notes }) =>
    client.send(
      {
        type: 'addEvent',
        id: newId<EventId>(),
        title,
        when,
        who: [],
        place: place === '' ? null : place,
        notes: notes === '' ? null : notes,
        link,
      },
      says,
    ),
  );
  const outcome = Promise.all(sent.map((each) => each.outcome)).then(together);
  void outcome.then((result) => {
    if (!result.ok) problems.tell(result.error);
  });
  const [only] = sent;
  undo.offer({ text, outcome, ...(says !== undefined && only && { id: only.id }) });
  await Promise.all(sent.map((each) => each.kept));
}

/** The first failure, else one inverse for all, the last first. */
function together(outcomes: readonly Outcome[]): Outcome {
  const inverse: Inverse = [];
  for (const outcome of outcomes.toReversed()) {
    if (!outcome.ok) return outcome;
    inverse.push(...(outcome.inverse ?? []));
  }
  return inverse.length === 0 ? { ok: true } : { ok: true, inverse };
}

/** `Sat, Dec 12, 7:30 PM – 9:00 PM`; the zone where it is not the viewer's. */
export function whenText(when: When, formats: Formats, viewerZone: string): string {
  if (when.allDay) {
    const last = shiftDate(when.end, -1);
    return last === when.start ? formats.date(when.start) : `${formats.date(when.start)} – ${formats.date(last)}`;
  }
  const [startDay = '', startTime = ''] = when.start.split('T');
  const [endDay = '', endTime = ''] = when.end.split('T');
  const end = endDay === startDay ? formats.time(endTime) : `${formats.date(endDay)}, ${formats.time(endTime)}`;
  const text = `${formats.date(startDay)}, ${formats.time(startTime)} – ${end}`;
  return when.zone === viewerZone ? text : `${text} (${when.zone.replaceAll('_', ' ')})`;
}
