import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { FEED_HOURS, type FeedRow } from '../lib/protocol/feed-values.ts';
import { MEMBER_COLOURS, type MemberColour } from '../lib/protocol/values.ts';
import { readCalendarAddress, siteOf } from '../lib/stores/calendar-address.ts';
import { followCalendar } from '../lib/stores/feed-actions.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { TextField } from './text-field.tsx';

/** A calendar on the web to follow, or how one is followed. `feed`: the one that is changed. */
export function FeedDialog({ feed, onClose }: { feed?: FeedRow; onClose: () => void }) {
  const { client, platform, undo, problems, i18n } = useApp();
  const { t } = i18n;
  const before = feed?.source.kind === 'web' ? feed.source.url : '';
  const isWeb = feed === undefined || feed.source.kind === 'web';
  const address = useSignal(before);
  const name = useSignal(feed?.name ?? '');
  const colour = useSignal<MemberColour | ''>(feed?.colour ?? '');
  const everyHours = useSignal(feed?.everyHours ?? 6);
  const problem = useSignal<string | undefined>(undefined);
  const nameProblem = useSignal<string | undefined>(undefined);
  const isBusy = useSignal<boolean>(false);
  const root = useRef<HTMLDivElement>(null);

  function refuse(text: string): void {
    problem.value = text;
    root.current?.querySelector<HTMLElement>('input')?.focus();
  }

  async function save(): Promise<void> {
    if (isBusy.peek()) return;
    const url = isWeb ? readCalendarAddress(address.peek()) : undefined;
    if (isWeb && url === undefined) return refuse(t('feed.address.bad'));
    problem.value = undefined;
    // Straight from the press: the browser asks the person only then.
    if (url !== undefined && url !== before && !(await platform.allowSite(siteOf(url))))
      return refuse(t('feed.denied'));
    if (feed !== undefined) return change(feed, url);
    if (url === undefined) return;
    isBusy.value = true;
    const draft = { name: name.peek(), url, colour: colour.peek() || null, everyHours: everyHours.peek() };
    const outcome = await followCalendar(client, draft);
    isBusy.value = false;
    if (outcome.ok) onClose();
    else if ('problem' in outcome) refuse(t(`feed.problem.${outcome.problem}`));
    else {
      problems.tell(outcome.error);
      onClose();
    }
  }

  async function change(old: FeedRow, url: string | undefined): Promise<void> {
    nameProblem.value = name.peek().trim() === '' ? t('feed.name.missing') : undefined;
    if (nameProblem.peek() !== undefined) return;
    const source = url === undefined ? old.source : { kind: 'web' as const, url };
    const said = { name: name.peek(), colour: colour.peek() || null, source, everyHours: everyHours.peek() };
    const outcome = await client.run({ type: 'setFeed', id: old.id, ...said });
    if (!outcome.ok) problems.tell(outcome.error);
    onClose();
    if (url !== before) void client.run({ type: 'refreshFeed', id: old.id });
  }

  function remove(old: FeedRow): void {
    const text = () => t('feed.removed', { name: old.name });
    const { id, outcome } = client.send({ type: 'removeFeed', id: old.id }, text());
    undo.offer({ id, text, outcome });
    void outcome.then((result) => {
      if (!result.ok) problems.tell(result.error);
    });
    onClose();
  }

  return (
    <Dialog
      title={feed === undefined ? t('options.feeds.add') : t('feed.change', { name: feed.name })}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          {feed !== undefined && (
            <button
              type="button"
              class="button button-plain button-danger"
              aria-label={t('feed.remove')}
              onClick={() => remove(feed)}
            >
              {t('feed.remove.short')}
            </button>
          )}
          <button type="button" class="button push" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main" aria-disabled={isBusy.value}>
            {feed === undefined ? t('feed.add') : t('action.save')}
          </button>
        </>
      }
    >
      <div class="stack" ref={root}>
        {isWeb && (
          <Field label={t('feed.address')} hint={t('feed.address.hint')} problem={problem.value}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="text"
                dir="ltr"
                inputMode="url"
                autoComplete="off"
                spellcheck={false}
                value={address.value}
                onInput={(event) => {
                  address.value = event.currentTarget.value;
                }}
              />
            )}
          </Field>
        )}
        <TextField
          label={t('feed.name')}
          problem={nameProblem.value}
          maxLength={200}
          value={name.value}
          onChange={(value) => {
            name.value = value;
          }}
        />
        <div class="settings-row">
          <Field label={t('feed.colour')}>
            {(control) => (
              <select
                {...control}
                class="input"
                value={colour.value}
                onChange={(event) => {
                  colour.value = event.currentTarget.value as MemberColour | '';
                }}
              >
                <option value="">{t('feed.colour.none')}</option>
                {MEMBER_COLOURS.map((each) => (
                  <option key={each} value={each}>
                    {t(`colour.${each}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {isWeb && (
            <Field label={t('feed.every')}>
              {(control) => (
                <select
                  {...control}
                  class="input"
                  value={everyHours.value}
                  onChange={(event) => {
                    everyHours.value = Number(event.currentTarget.value);
                  }}
                >
                  {FEED_HOURS.map((hours) => (
                    <option key={hours} value={hours}>
                      {t(`feed.every.${hours}`)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
        </div>
        {isWeb && <p class="hint">{t('feed.permission.hint')}</p>}
        <p class="hint" role="status">
          {isBusy.value ? t('feed.adding') : ''}
        </p>
      </div>
    </Dialog>
  );
}
