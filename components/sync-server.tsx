import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { helpText, refusalText } from '../lib/stores/refusals.ts';
import { useApp } from './app-context.ts';

/** Which relay is used, and whether it answers. */
export function SyncServer() {
  const { client, settings, session, sync, i18n } = useApp();
  const { t } = i18n;
  const host = useSignal(settings.peek().host);
  const isEdited = useSignal<boolean>(false);
  const isBusy = useSignal<boolean>(false);
  const result = useSignal<{ text: string; isGood: boolean } | null>(null);

  // The setting may come after the page; what the person is writing is theirs.
  useEffect(() => {
    if (!isEdited.peek()) host.value = settings.value.host;
  }, [settings.value.host]);

  async function connect(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    const wanted = host.peek().trim();
    const name = wanted || t('options.ownServer');
    result.value = { text: t('options.connecting', { host: name }), isGood: true };
    const outcome = await client.run({ type: 'setHost', host: wanted });
    isBusy.value = false;
    if (!outcome.ok) {
      result.value = { text: t(`error.${outcome.error}`), isGood: false };
      return;
    }
    isEdited.value = false;
    result.value = outcomeText(name, outcome.value?.state, outcome.value?.reason);
  }

  function outcomeText(name: string, state: unknown, reason: unknown): { text: string; isGood: boolean } {
    const good = (text: string) => ({ text, isGood: true });
    const bad = (text: string) => ({ text, isGood: false });
    if (reason === 'not-a-relay') return bad(t('options.notARelay', { host: name }));
    if (reason === 'bad-host') return bad(t('error.bad-host'));
    const row = sync.peek();
    if (state === 'refused' && row !== undefined) {
      return bad(t('options.refused', { host: name, reason: refusalText(i18n, row), help: helpText(i18n, row) }));
    }
    if (state !== 'synced' && state !== 'sending' && state !== 'saving')
      return bad(t('options.noAnswer', { host: name }));
    return good(t(session.peek()?.state === 'none' ? 'options.savedNoFamily' : 'options.connected', { host: name }));
  }

  const shown = result.value;
  return (
    <form
      class="field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
    >
      <label for="sync-server">{t('options.server')}</label>
      <div class="with-button">
        <input
          class="input"
          id="sync-server"
          type="text"
          dir="ltr"
          inputMode="url"
          autoComplete="off"
          spellcheck={false}
          placeholder={sync.value?.host}
          aria-describedby="sync-server-hint sync-server-result"
          aria-invalid={shown !== null && !shown.isGood ? 'true' : undefined}
          value={host}
          onInput={(event) => {
            isEdited.value = true;
            host.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button button-main" aria-disabled={isBusy.value}>
          {t('options.connect')}
        </button>
      </div>
      <p class="hint" id="sync-server-hint">
        {t('options.server.hint')}
      </p>
      <p id="sync-server-result" class={shown?.isGood === false ? 'error' : 'hint'} role="status">
        {shown?.text}
      </p>
    </form>
  );
}
