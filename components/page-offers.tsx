import { useSignal } from '@preact/signals';
import { MAX_LINE_LENGTH, type PageLink } from '../lib/protocol/values.ts';
import type { FoundPage } from '../lib/stores/attached-page.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { enQuickAdd } from '../locales/en-quick-add.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';
import { texts as dialogTexts, type OfferedEvent, PageEventsDialog } from './page-events-dialog.tsx';
import { PasteDialog } from './paste-dialog-lazy.ts';

const EventOfPage = lazy(async () => {
  const code = await import('./event-of-page.tsx');
  return [code.EventOfPage, ...code.texts];
});

/** The English texts that come with this code. */
export const texts = [enQuickAdd, ...dialogTexts];

interface PageOffersProps {
  readonly page: { readonly link: PageLink };
  readonly offers: NonNullable<Extract<FoundPage, { ok: true }>['offers']>;
  readonly lists: ShownList;
}

/** What the page in front holds for the family: a recipe's ingredients, events, a calendar file. Each opens a preview. */
export function PageOffers({ page, offers, lists }: PageOffersProps) {
  const { i18n, platform, now } = useApp();
  const { t } = i18n;
  const isShopping = useSignal<boolean>(false);
  const events = useSignal<readonly OfferedEvent[] | null>(null);
  const problem = useSignal<boolean>(false);
  const { recipe, calendarLinks } = offers;
  const current = lists.current.value;
  const shopping =
    current?.kind === 'groceries' ? current : (lists.all.value.find(({ kind }) => kind === 'groceries') ?? current);
  const [only] = events.value?.length === 1 ? events.value : [];
  const file = offers.events.length === 0 ? calendarLinks[0] : undefined;

  async function showFile(url: string): Promise<void> {
    problem.value = false;
    const found = await platform.readLinkedEvents(url, now.zone);
    if (found.length === 0) problem.value = true;
    else events.value = found.map((event) => ({ event, isChosen: true }));
  }

  function closeEvents(): void {
    events.value = null;
  }

  return (
    <>
      <div class="offers">
        {recipe !== undefined && shopping !== undefined && (
          <button
            type="button"
            class="button button-small"
            aria-haspopup="dialog"
            title={recipe.name}
            onClick={() => {
              isShopping.value = true;
            }}
          >
            <Icon name="list" />
            {t('page.ingredients', { n: recipe.ingredients.length })}
          </button>
        )}
        {(offers.events.length > 0 || file !== undefined) && (
          <button
            type="button"
            class="button button-small"
            aria-haspopup="dialog"
            title={file?.text}
            onClick={() => {
              if (file !== undefined) void showFile(file.url);
              else {
                // A page of many events shows what is on: nobody wants them all.
                events.value = offers.events.map((event) => ({ event, isChosen: offers.events.length === 1 }));
              }
            }}
          >
            <Icon name="calendar" />
            {offers.events.length > 1 ? t('page.events', { n: offers.events.length }) : t('page.event')}
          </button>
        )}
      </div>
      {problem.value && (
        <p class="error" role="alert">
          {t('page.badFile')}
        </p>
      )}
      {isShopping.value && recipe !== undefined && shopping !== undefined && (
        <PasteDialog
          text={recipe.ingredients.join('\n')}
          list={shopping}
          link={{ url: page.link.url, title: (recipe.name || page.link.title).slice(0, MAX_LINE_LENGTH) }}
          isElsewhere={shopping.id !== current?.id}
          onClose={() => {
            isShopping.value = false;
          }}
        />
      )}
      {only !== undefined && <EventOfPage event={only.event} link={page.link} onClose={closeEvents} />}
      {events.value !== null && only === undefined && (
        <PageEventsDialog events={events.value} link={page.link} onClose={closeEvents} />
      )}
    </>
  );
}
