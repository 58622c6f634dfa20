import { Fragment } from 'preact';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { AgendaBlock, AgendaEntry } from '../lib/stores/agenda.ts';
import type { AgendaView } from '../lib/stores/agenda-view.ts';
import { useApp } from './app-context.ts';
import { Avatars, memberColour } from './avatar.tsx';
import { timesText, untilText } from './event-times.ts';
import { Icon } from './icon.tsx';

/** The days, one below the other. */
export function Agenda({ view, onOpen }: { view: AgendaView; onOpen: (row: OccurrenceRow) => void }) {
  const { i18n, formats } = useApp();
  const { t } = i18n;
  const blocks = view.blocks.value;
  return (
    <>
      {blocks.map((block, index) => (
        <Fragment key={block.type === 'gap' ? `gap-${block.from}` : block.date}>
          {index > 0 && startOf(block).slice(0, 7) !== startOf(blocks[index - 1] ?? block).slice(0, 7) && (
            <h3 class="month-name">{formats.value.month(startOf(block))}</h3>
          )}
          {block.type === 'gap' ? <Gap block={block} /> : <Day block={block} onOpen={onOpen} />}
        </Fragment>
      ))}
      {view.isEmpty.value && (
        <div class="empty">
          <Icon name="calendar" />
          <strong>{t('calendar.empty')}</strong>
          <span>{t('calendar.empty.hint')}</span>
        </div>
      )}
      <div class="more-days">
        <button type="button" class="button button-small" onClick={view.showMore}>
          {t('calendar.showMore')}
        </button>
      </div>
    </>
  );
}

function startOf(block: AgendaBlock): string {
  return block.type === 'gap' ? block.from : block.date;
}

function Gap({ block }: { block: Extract<AgendaBlock, { type: 'gap' }> }) {
  const { i18n, formats } = useApp();
  const { dayName, date } = formats.value;
  const { from, to } = block;
  return (
    <p class="gap">
      {from === to
        ? i18n.t('calendar.nothing', { date: dayName(from) })
        : i18n.t('calendar.nothingBetween', {
            from: from.slice(0, 7) === to.slice(0, 7) ? dayName(from) : date(from),
            to: from.slice(0, 7) === to.slice(0, 7) ? dayName(to) : date(to),
          })}
    </p>
  );
}

function Day(props: { block: Extract<AgendaBlock, { type: 'day' }>; onOpen: (row: OccurrenceRow) => void }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const { block } = props;
  const isToday = block.date === now.today.value;
  const items = block.entries.map((entry) => <EventButton key={entry.key} entry={entry} onOpen={props.onOpen} />);
  if (block.nowBefore !== null && block.entries.length > 0) items.splice(block.nowBefore, 0, <NowLine key="now" />);
  return (
    <section class={isToday ? 'day day-now' : 'day'} aria-label={formats.value.longDate(block.date)}>
      <div class="day-name" aria-hidden="true">
        <span>{isToday ? t('today.label') : formats.value.weekday(block.date)}</span>
        <strong>{formats.value.dayNumber(block.date)}</strong>
      </div>
      <div class="day-events">
        {items}
        {block.entries.length === 0 && <p class="day-nothing">{t('calendar.nothingToday')}</p>}
      </div>
    </section>
  );
}

function NowLine() {
  const { i18n, formats, now } = useApp();
  const time = formats.value.time(now.local.value.toPlainTime().toString({ smallestUnit: 'minute' }));
  return (
    <p class="now-line">
      <span class="visually-hidden">{i18n.t('calendar.now', { time })}</span>
      <span aria-hidden="true">{time}</span>
    </p>
  );
}

function EventButton({ entry, onOpen }: { entry: AgendaEntry; onOpen: (row: OccurrenceRow) => void }) {
  const { i18n, formats, members } = useApp();
  const { t } = i18n;
  const { row } = entry;
  const owner = row.who[0] === undefined ? undefined : members.value.get(row.who[0]);
  const until = untilText(entry, t);
  const details = [
    timesText(entry, formats.value, t),
    ...(entry.days > 1 ? [t('calendar.dayOf', { day: entry.day, days: entry.days })] : []),
    ...(row.place === undefined ? [] : [row.place]),
  ].join(' · ');
  return (
    <button
      type="button"
      class={entry.phase === 'past' ? 'event event-past' : 'event'}
      style={{ '--member': memberColour(owner) }}
      aria-haspopup="dialog"
      onClick={() => onOpen(row)}
    >
      <span class="bar" />
      <span>
        <b>
          <bdi>{row.title}</bdi>
        </b>{' '}
        <small>
          {details}
          {until !== '' && <span class="soon"> · {until}</span>}
        </small>{' '}
      </span>
      <Avatars who={row.who} />
    </button>
  );
}
