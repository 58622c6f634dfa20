import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type FeedId, newId } from '../lib/protocol/ids.ts';
import { countriesOf, holidaysOf, loadHolidayData, regionsOf } from '../lib/stores/holidays.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';

/** Holidays are made longer by the worker when they run out; nothing is fetched for them. */
const EVERY_HOURS = 168;

/** The public holidays of a country, or of a part of it, as a calendar that the family follows. */
export function HolidaysDialog({ onClose }: { onClose: () => void }) {
  const { client, platform, now, problems, undo, i18n } = useApp();
  const { t } = i18n;
  const data = useSignal<Awaited<ReturnType<typeof loadHolidayData>> | null>(null);
  const country = useSignal('');
  const region = useSignal('');
  const locale = i18n.locale.value;
  const year = Number(now.today.value.slice(0, 4));

  useEffect(() => {
    loadHolidayData().then(
      (loaded) => {
        const here = new Intl.Locale(platform.language).maximize().region ?? '';
        country.value = here in loaded.countries ? here : (countriesOf(loaded, locale)[0]?.code ?? '');
        data.value = loaded;
      },
      () => {
        problems.tell('internal');
        onClose();
      },
    );
  }, []);

  const loaded = data.value;
  if (loaded === null) return null;
  const countries = countriesOf(loaded, locale);
  const regions = regionsOf(loaded, country.value);
  const place = { country: country.value, ...(region.value !== '' && { region: region.value }) };
  const { events, until } = holidaysOf(loaded, place, year);
  const ofYear = events
    .filter(({ when }) => when.start.startsWith(`${year}-`))
    .sort((a, b) => (a.when.start < b.when.start ? -1 : 1));
  const placeName = [
    regions.find(({ code }) => code === region.value)?.name,
    countries.find(({ code }) => code === country.value)?.name,
  ]
    .filter((part) => part !== undefined)
    .join(', ');

  function add(): void {
    const name = t('holidays.name', { place: placeName });
    const source = { kind: 'holidays' as const, ...place, until };
    const id = newId<FeedId>();
    const text = () => t('holidays.added', { name });
    const sent = client.send({ type: 'setFeed', id, name, source, everyHours: EVERY_HOURS, events }, text());
    const { outcome } = sent;
    undo.offer({ id: sent.id, text, outcome });
    void outcome.then((result) => {
      if (!result.ok) problems.tell(result.error);
    });
    onClose();
  }

  return (
    <Dialog
      title={t('options.feeds.holidays')}
      onClose={onClose}
      onSubmit={add}
      foot={
        <>
          <button type="button" class="button push" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main">
            {t('holidays.add')}
          </button>
        </>
      }
    >
      <Field label={t('holidays.country')}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={country.value}
            onChange={(event) => {
              region.value = '';
              country.value = event.currentTarget.value;
            }}
          >
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {regions.length > 0 && (
        <Field label={t('holidays.region')}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={region.value}
              onChange={(event) => {
                region.value = event.currentTarget.value;
              }}
            >
              <option value="">{t('holidays.region.all')}</option>
              {regions.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <p role="status">
        {t('holidays.preview', {
          n: ofYear.length,
          year: String(year),
          names: ofYear.map(({ title }) => title).join(', '),
        })}
      </p>
      <p class="hint">{t('holidays.hint')}</p>
    </Dialog>
  );
}
