import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { AddDraft } from '../lib/stores/add-draft.ts';
import { createEventActions } from '../lib/stores/event-actions.ts';
import type { EventDraft } from '../lib/stores/event-draft.ts';
import { loadEventReading } from '../lib/stores/event-reading.ts';
import { useApp } from './app-context.ts';
import { EventDialog } from './event-dialogs.ts';
import { focusAddInput } from './focus-places.ts';

/** A line of a list as an event: its dialog, filled in. Once it is saved the line is empty; given up, the line is as it was. */
export function LineEvent({ draft, onClose }: { draft: AddDraft; onClose: () => void }) {
  const app = useApp();
  const { members, now, platform, problems, settings } = app;
  const events = useMemo(() => createEventActions(app), [app]);
  const given = useSignal<Partial<EventDraft> | null>(null);

  useEffect(() => {
    const { language } = settings.peek();
    loadEventReading(language === 'auto' ? platform.language : language).then(
      (read) => {
        given.value = read(draft.text.peek(), {
          local: now.local.peek(),
          zone: now.zone,
          members: [...members.peek().values()],
          dropped: new Set(),
        }).draft;
      },
      () => {
        problems.tell('internal');
        onClose();
      },
    );
  }, []);

  function close(): void {
    onClose();
    focusAddInput();
  }

  if (given.value === null) return null;
  return (
    <EventDialog event="new" given={given.value} events={events} onSaved={() => draft.write('')} onClose={close} />
  );
}
