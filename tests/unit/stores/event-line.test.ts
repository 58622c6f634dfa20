import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { MemberRow } from '../../../lib/protocol/values.ts';
import type { EventFields } from '../../../lib/stores/event-fields.ts';
import { createEventLine } from '../../../lib/stores/event-line.ts';
import { loadEventReading } from '../../../lib/stores/event-reading.ts';
import { ANA, BEN, member } from './rows.ts';

const ZONE = 'Europe/Madrid';
/** A Sunday. */
const NOW = Temporal.PlainDateTime.from('2026-11-22T13:50');

async function open({ language = 'en', load = loadEventReading } = {}) {
  const cache = new Map<string, unknown>();
  const added: EventFields[] = [];
  const line = createEventLine({
    cache: {
      read: (key: string) => cache.get(key),
      write: (key: string, value: unknown) => void cache.set(key, value),
    },
    events: {
      add: async (fields) => {
        added.push(fields);
        return true;
      },
    },
    load,
    language: signal(language),
    local: signal(NOW),
    zone: ZONE,
    members: signal<ReadonlyMap<string, MemberRow>>(
      new Map([
        [ANA, member(ANA, 'Ana')],
        [BEN, member(BEN, 'Ben', { isRemoved: true })],
      ]),
    ),
  });
  return { line, added, cache };
}

async function fieldsOf(text: string, language = 'en'): Promise<EventFields | undefined> {
  const { line, added } = await open({ language });
  line.write(text);
  await line.submit();
  return added[0];
}

describe('a line', () => {
  test('with day and time is an event of an hour, or until the time that it names', async () => {
    expect(await fieldsOf('Dentist Tuesday 3 pm @Ana')).toMatchObject({
      title: 'Dentist',
      when: { allDay: false, start: '2026-11-24T15:00', end: '2026-11-24T16:00', zone: ZONE },
      who: [ANA],
    });
    expect(await fieldsOf('Party Saturday 22:00-01:00')).toMatchObject({ when: { end: '2026-11-29T01:00' } });
  });

  test('with days alone is all day, from the first to the last', async () => {
    expect(await fieldsOf('Trip Dec 4 to Dec 6')).toMatchObject({
      title: 'Trip',
      when: { allDay: true, start: '2026-12-04', end: '2026-12-07' },
    });
  });

  test('that repeats has the rule', async () => {
    expect(await fieldsOf('Choir every Tuesday at 17:00')).toMatchObject({
      title: 'Choir',
      when: { start: '2026-11-24T17:00', rrule: 'FREQ=WEEKLY' },
    });
  });

  test('is read in the person’s language, and in English where that says nothing', async () => {
    expect(await fieldsOf('Dentista el martes a las 15:00', 'es-ES')).toMatchObject({
      title: 'Dentista',
      when: { start: '2026-11-24T15:00' },
    });
    expect(await fieldsOf('Dentist tomorrow', 'es-ES')).toMatchObject({
      title: 'Dentist',
      when: { start: '2026-11-23' },
    });
  });

  test('without a day is for the dialog to complete, and stays until it is saved', async () => {
    const { line, added } = await open();
    line.write('Dentist @Ana @Ben');
    expect(await line.submit()).toMatchObject({ title: 'Dentist @Ben', who: [ANA] });
    expect(added).toEqual([]);
    expect(line.text.value).toBe('Dentist @Ana @Ben');
    line.clear();
    expect(line.text.value).toBe('');
  });

  test('is cleared once it is added, and only what was sent of it', async () => {
    const { line, added, cache } = await open();
    line.write('Dentist Tuesday 3 pm');
    const sent = line.submit();
    line.write('Dentist Tuesday 3 pmBread');
    expect(await sent).toBeNull();
    expect(added).toHaveLength(1);
    expect(line.text.value).toBe('Bread');
    expect([...cache.values()]).toEqual(['Bread']);
  });

  test('keeps as text what was taken back', async () => {
    const { line, added } = await open();
    line.prepare();
    line.write('Dinner for two on Friday at 8 pm');
    await line.submit();
    expect(added[0]).toMatchObject({ when: { start: '2026-11-27T20:00' } });
    line.write('Film Friday at 8 pm');
    line.drop('time');
    expect(line.reading.value?.draft).toMatchObject({ allDay: true, startsOn: '2026-11-27' });
    expect(line.reading.value?.draft.title).toContain('8 pm');
  });

  test('that nobody reads is a title', async () => {
    const { line } = await open({ load: () => Promise.reject(new Error('gone')) });
    line.write('Dentist Tuesday');
    expect(await line.submit()).toEqual({ title: 'Dentist Tuesday' });
  });
});
