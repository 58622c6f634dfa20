import { useMemo } from 'preact/hooks';
import type { PageLink } from '../lib/protocol/values.ts';
import { createEventActions } from '../lib/stores/event-actions.ts';
import { draftOfEvent } from '../lib/stores/event-draft.ts';
import type { OfferableEvent } from '../lib/stores/page-events.ts';
import { enPanel } from '../locales/en-panel.ts';
import { useApp } from './app-context.ts';
import { texts as dialogTexts, EventDialog } from './event-dialogs.ts';

/** The English texts that come with this code. */
export const texts = [...dialogTexts, enPanel];

/** The one event of a page or a file, as a draft: the dialog of a new event, filled in, with the page attached. */
export function EventOfPage(props: { event: OfferableEvent; link: PageLink; onClose: () => void }) {
  const app = useApp();
  const { event, link, onClose } = props;
  const events = useMemo(() => createEventActions(app), [app]);
  const given = useMemo(
    () => draftOfEvent({ ...event, who: [], link }, app.now.local.peek(), app.now.zone),
    [event, link, app],
  );
  return <EventDialog event="new" given={given} events={events} onClose={onClose} />;
}
