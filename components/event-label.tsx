import type { ComponentChildren } from 'preact';
import type { AgendaEntry } from '../lib/stores/agenda.ts';
import { useApp } from './app-context.ts';
import { Avatars } from './avatar.tsx';
import { eventColours } from './event-colours.ts';
import { eventDetails } from './event-details.ts';
import type { EventHandlers } from './event-handlers.ts';
import { EventMarks } from './event-marks.tsx';
import { untilText } from './event-times.ts';

/** An event as lists of days show it: a button with its title, when it is, and whose. What else belongs to it stands beside the button. */
export function EventLabel(props: {
  entry: AgendaEntry;
  date: string;
  on: EventHandlers;
  children?: ComponentChildren;
}) {
  const { i18n, formats, members } = useApp();
  const { t } = i18n;
  const { entry, on } = props;
  const { row } = entry;
  const until = untilText(entry, t);
  const details = eventDetails(entry, formats.value, t);
  return (
    <div class={entry.phase === 'past' ? 'event event-past' : 'event'} style={eventColours(row, members.value)}>
      <span class="bar" />
      <button
        type="button"
        class="event-button"
        data-event={row.event}
        data-day={props.date}
        aria-haspopup="dialog"
        onClick={() => on.open(row)}
        onKeyDown={(event) => on.onKey(event, row)}
      >
        <span>
          <b>
            <bdi>{row.title}</bdi>
            <EventMarks row={row} />
          </b>{' '}
          <small>
            {details.join(' · ')}
            {until !== '' && <span class="soon"> · {until}</span>}
          </small>{' '}
        </span>
        <Avatars who={row.who} />
      </button>
      {props.children}
    </div>
  );
}
