import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Attachment } from '../lib/stores/add-draft.ts';
import type { FoundPage } from '../lib/stores/attached-page.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { useApp, useTexts } from './app-context.ts';
import { lazy } from './lazy.tsx';

const PageOffers = lazy(async () => {
  const code = await import('./page-offers.tsx');
  return [code.PageOffers, ...code.texts];
});

/** The tab in front as something to attach, with what else it holds; with the reason where the browser did not hand it over. */
export function AttachPage({ attached, lists }: { attached: Signal<Attachment | undefined>; lists: ShownList }) {
  const { platform, now } = useApp();
  const t = useTexts();
  const found = useSignal<FoundPage | undefined>(undefined);

  useEffect(() => {
    const show = (page: FoundPage) => {
      found.value = page;
    };
    import('../lib/stores/attached-page.ts')
      .then(({ lookAtPage }) => lookAtPage(platform, now.zone, show))
      .catch(() => show({ ok: false, why: 'not-granted' }));
  }, []);

  const page = found.value;
  return (
    <>
      <div class="attach">
        <input
          type="checkbox"
          id="attach"
          aria-describedby="attach-what"
          disabled={!page?.ok}
          checked={attached.value !== undefined}
          onChange={(event) => {
            attached.value = event.currentTarget.checked && page?.ok ? page : undefined;
          }}
        />
        <label for="attach">{t('attach.label')}</label>
        <span id="attach-what" dir="auto" title={page?.ok ? page.link.url : undefined}>
          {page === undefined
            ? ''
            : page.ok
              ? [page.link.title, page.note].filter(Boolean).join(' — ')
              : t(`attach.${page.why}`)}
        </span>
      </div>
      {page?.ok && page.offers && <PageOffers page={page} offers={page.offers} lists={lists} />}
    </>
  );
}
