import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { MAX_LINE_LENGTH, type PageLink } from '../lib/protocol/values.ts';
import { useApp, useTexts } from './app-context.ts';

type Page = { ok: true; page: PageLink } | { ok: false; why: 'not-granted' | 'not-a-web-page' };

/** The tab in front as something to attach; with the reason where the browser did not hand it over. */
export function AttachPage({ link }: { link: Signal<PageLink | undefined> }) {
  const { platform } = useApp();
  const t = useTexts();
  const found = useSignal<Page | undefined>(undefined);

  useEffect(() => {
    platform.activePage().then(
      (answer) => {
        found.value = answer.ok ? { ok: true, page: pageLink(answer) } : answer;
      },
      () => {
        found.value = { ok: false, why: 'not-granted' };
      },
    );
  }, [platform, found]);

  const page = found.value;
  return (
    <div class="attach">
      <input
        type="checkbox"
        id="attach"
        aria-describedby="attach-what"
        disabled={!page?.ok}
        checked={link.value !== undefined}
        onChange={(event) => {
          link.value = event.currentTarget.checked && page?.ok ? page.page : undefined;
        }}
      />
      <label for="attach">{t('attach.label')}</label>
      <span id="attach-what" dir="auto" title={page?.ok ? page.page.url : undefined}>
        {page === undefined ? '' : page.ok ? page.page.title : t(`attach.${page.why}`)}
      </span>
    </div>
  );
}

// A page without a title is known by its host.
function pageLink({ url, title }: { url: string; title: string }): PageLink {
  return { url, title: (title.trim() || new URL(url).host).slice(0, MAX_LINE_LENGTH) };
}
