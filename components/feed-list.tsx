import { useSignal } from '@preact/signals';
import type { FeedRow } from '../lib/protocol/feed-values.ts';
import { siteOf } from '../lib/stores/calendar-address.ts';
import type { FamilyView } from '../lib/stores/family-view.ts';
import type { Moments } from '../lib/stores/moments.ts';
import { useApp } from './app-context.ts';
import { FeedDialog } from './feed-dialog.tsx';

/** The calendars that the family follows: what each has, when it was read, and why not where it was not. */
export function FeedList({ rows, family }: { rows: readonly FeedRow[]; family: FamilyView }) {
  const { t } = useApp().i18n;
  const changing = useSignal<string | null>(null);
  const changed = rows.find(({ id }) => id === changing.value);
  return (
    <>
      <ul class="feeds" aria-label={t('feed.list')}>
        {rows.map((feed) => (
          <FeedItem
            key={feed.id}
            feed={feed}
            moments={family.moments.value}
            onMore={() => {
              changing.value = feed.id;
            }}
          />
        ))}
      </ul>
      {changed && (
        <FeedDialog
          feed={changed}
          onClose={() => {
            changing.value = null;
          }}
        />
      )}
    </>
  );
}

function FeedItem({ feed, moments, onMore }: { feed: FeedRow; moments: Moments; onMore: () => void }) {
  const { client, platform, problems, i18n } = useApp();
  const { t } = i18n;
  const { name, source, count, left } = feed;
  const isBusy = useSignal<boolean>(false);
  const said = useSignal('');
  const isWeb = source.kind === 'web';

  async function refresh(): Promise<void> {
    // Straight from the press: the browser asks the person only then.
    if (source.kind !== 'web' || !(await platform.allowSite(siteOf(source.url)))) return;
    isBusy.value = true;
    said.value = t('feed.refreshing');
    const outcome = await client.run({ type: 'refreshFeed', id: feed.id });
    isBusy.value = false;
    said.value = outcome.ok && outcome.value?.problem === undefined ? t('feed.refreshed') : '';
    if (!outcome.ok) problems.tell(outcome.error);
  }

  return (
    <li>
      <span class="feed-dot" style={feed.colour && `--feed-colour: var(--member-${feed.colour})`} aria-hidden="true" />
      <div class="feed-facts">
        <bdi>{name}</bdi>
        <small>
          {t('feed.count', { n: count })}
          {left > 0 && `; ${t('feed.left', { n: left })}`}
        </small>
        <small>
          {source.kind === 'holidays'
            ? t('feed.until', { year: String(source.until) })
            : feed.lastAt === undefined
              ? t('feed.never')
              : t('feed.last', { when: moments.moment(feed.lastAt) })}
          {isWeb && ` · ${feed.isFetchedHere ? t('feed.here') : t('feed.elsewhere')}`}
        </small>
        {feed.problem !== undefined && (
          <p class="error">
            {t(`feed.problem.${feed.problem}`)} {count > 0 && t('feed.problem.kept')}
          </p>
        )}
        <small role="status">{said.value}</small>
      </div>
      <div class="row-actions">
        {isWeb && (
          <button
            type="button"
            class="button"
            aria-label={t('feed.refreshOne', { name })}
            aria-disabled={isBusy.value}
            onClick={() => !isBusy.peek() && void refresh()}
          >
            {t('feed.refresh')}
          </button>
        )}
        <button
          type="button"
          class="button"
          aria-haspopup="dialog"
          aria-label={t('feed.more', { name })}
          onClick={onMore}
        >
          {t('feed.change.short')}
        </button>
      </div>
    </li>
  );
}
