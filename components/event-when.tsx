import { useRef } from 'preact/hooks';
import { type EventDraft, withAllDay, withEndTime, withStart } from '../lib/stores/event-draft.ts';
import { useApp } from './app-context.ts';
import type { EventFieldProps } from './event-field-props.ts';
import { Field } from './field.tsx';

/** When an event is: whole days, or times in a zone. */
export function EventWhen({ draft, edit, problemOf, isNew }: EventFieldProps & { isNew: boolean }) {
  const { now, i18n } = useApp();
  const { t } = i18n;
  /** Whether the person has said on which day it ends; in an event that is there, it is said already. */
  const isEndDayChosen = useRef<boolean>(!isNew);

  const moment = (type: 'date' | 'time', field: 'startsOn' | 'startsAt' | 'endsOn' | 'endsAt') => (
    <Field label={t(`event.${field}`)} problem={problemOf(field)}>
      {(control) => (
        <input
          {...control}
          class="input"
          type={type}
          max={type === 'date' ? '9999-12-31' : undefined}
          value={draft[field]}
          onInput={(input) => {
            const value = input.currentTarget.value;
            if (field === 'endsAt') edit(withEndTime(draft, value, isEndDayChosen.current));
            else if (field !== 'endsOn') edit(withStart(draft, { [field]: value }));
            else {
              isEndDayChosen.current = true;
              edit({ ...draft, endsOn: value });
            }
          }}
        />
      )}
    </Field>
  );
  const row = (field: 'starts' | 'ends') => (
    <div class={draft.allDay ? 'columns' : 'columns columns-moment'}>
      {moment('date', `${field}On`)}
      {!draft.allDay && moment('time', `${field}At`)}
    </div>
  );

  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.allDay}
          disabled={draft.birthday}
          onChange={(input) => edit(withAllDay(draft, input.currentTarget.checked))}
        />
        {t('event.allDay')}
      </label>
      {row('starts')}
      {!draft.birthday && row('ends')}
      {!draft.allDay && (
        <Field label={t('event.zone')} hint={elsewhere(draft, now.zone) ? t('event.zone.elsewhere') : undefined}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={draft.zone}
              onChange={(input) => edit({ ...draft, zone: input.currentTarget.value })}
            >
              {zones(draft.zone, now.zone).map((zone) => (
                <option key={zone} value={zone}>
                  {zone === FLOATING ? t('event.zone.floating') : zone.replaceAll('_', ' ')}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}

/** Stands for the zone of times that are the same on every wall. */
const FLOATING = 'floating';

function elsewhere({ zone }: EventDraft, here: string): boolean {
  return zone !== here && zone !== FLOATING;
}

// The event's own zone and the viewer's come first; an event may carry a name that this browser does not list.
function zones(own: string, here: string): string[] {
  return [...new Set([own, here, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
