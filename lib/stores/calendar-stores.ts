import { computed } from '@preact/signals';
import { type AgendaView, createAgendaView } from './agenda-view.ts';
import type { App } from './app.ts';
import { createEventActions, type EventActions } from './event-actions.ts';

/** What a page with the calendar reads: the side panel. */
export interface CalendarStores {
  readonly events: EventActions;
  readonly agenda: AgendaView;
  close(): void;
}

export function createCalendarStores(app: App): CalendarStores {
  const { client, now, formats, platform, members } = app;
  const events = createEventActions(app);
  const weekStart = computed(() => formats.value.weekStart);
  const agenda = createAgendaView({ client, events, now, weekStart, members, cache: platform.cache });
  return { events, agenda, close: () => agenda.close() };
}
