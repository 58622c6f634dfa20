import { useApp } from './app-context.ts';
import { Banners } from './banners.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { NoFamily } from './no-family.tsx';

/** The first page after installing: what this is, a family to start or join, and where to find it again. */
export function WelcomePage() {
  const { session, i18n } = useApp();
  const { t } = i18n;
  const state = session.value?.state;
  const family = session.value?.family;
  return (
    <main class="column">
      <div class="start-intro">
        <span class="start-mark">
          <Icon name={icons.family} />
        </span>
        <h1>{t('start.heading')}</h1>
        <p>{t('start.lead')}</p>
      </div>
      <Banners />
      {(state === 'none' || state === 'waiting') && (
        <section class="card">
          <NoFamily withIntro={false} />
        </section>
      )}
      {family !== undefined && state !== 'none' && state !== 'waiting' && (
        <section class="card" role="status">
          <h2>{t('welcome.ready', { family: family.name })}</h2>
          <p>{t('welcome.ready.lead')}</p>
          <p class="hint">{t('welcome.ready.another')}</p>
        </section>
      )}
      <section class="card">
        <h2>{t('welcome.pin.heading')}</h2>
        <p class="steps">
          <Icon name={icons.pin} />
          {t('welcome.pin')}
        </p>
      </section>
    </main>
  );
}
