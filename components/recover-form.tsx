import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { KIT_WORDS, readKitText } from '../lib/stores/kit-text.ts';
import type { Outcome } from '../lib/stores/worker-client.ts';
import { useApp } from './app-context.ts';
import { Field } from './field.tsx';

type FieldName = 'kit' | 'name' | 'host' | 'file';
type Problem = Partial<Record<FieldName | 'form', string>>;
/** Largest backup file that is read, in characters of its text: more than the worker takes. */
const MAX_BACKUP_LENGTH = 40_000_000;

/** Brings a family back: the words or the link of its recovery kit, and a backup file where the server has lost the family. */
export function RecoverForm({ kit, name }: { kit: Signal<string>; name: Signal<string> }) {
  const { client, i18n } = useApp();
  const { t } = i18n;
  const host = useSignal('');
  const file = useSignal<File | null>(null);
  const problem = useSignal<Problem>({});
  const isBusy = useSignal<boolean>(false);
  const root = useRef<HTMLFormElement>(null);
  const kitText = readKitText(kit.value);
  const isLink = kitText.ok && kitText.isLink;

  useEffect(() => {
    focusField(kit.peek() === '' ? 'kit' : 'name');
  }, []);

  function focusField(field: FieldName): void {
    root.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }

  async function run(): Promise<Problem> {
    const read = readKitText(kit.peek());
    if (!read.ok) {
      return {
        kit: read.why === 'count' ? t('recover.count', { n: read.words, max: KIT_WORDS }) : t(`recover.${read.why}`),
      };
    }
    if (name.peek().trim() === '') return { name: t('start.yourName.missing') };
    const backup = await backupText(file.peek());
    if (backup === null) return { file: t('error.backup-damaged') };
    return problemOf(
      await client.run({
        type: 'recoverFamily',
        kit: read.kit,
        host: read.isLink ? '' : host.peek().trim(),
        yourName: name.peek().trim(),
        ...(backup === undefined ? {} : { backup }),
      }),
    );
  }

  function problemOf(outcome: Outcome): Problem {
    if (outcome.ok) return {};
    const { error, value } = outcome;
    const sentence = t(`error.${error}`);
    switch (error) {
      case 'recovery-words':
        return { kit: typeof value?.word === 'string' ? t('recover.word', { word: value.word }) : sentence };
      case 'recovery-replaced':
      case 'recovery-not-found':
        return { kit: sentence };
      case 'name-missing':
        return { name: sentence };
      case 'bad-host':
        return { host: sentence };
      case 'backup-damaged':
        return { file: sentence };
      default:
        return { form: sentence };
    }
  }

  async function submit(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    problem.value = {};
    problem.value = await run();
    isBusy.value = false;
    const wrong = (['kit', 'name', 'host', 'file'] as const).find((field) => problem.peek()[field] !== undefined);
    if (wrong !== undefined) focusField(wrong);
  }

  return (
    <form
      ref={root}
      noValidate
      aria-label={t('recover.heading')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{t('recover.lead')}</p>
      <Field
        label={t('recover.kit')}
        hint={isLink ? t('recover.isLink') : t('recover.kit.hint')}
        problem={problem.value.kit}
      >
        {(control) => (
          <textarea
            {...control}
            class="input"
            name="kit"
            autofocus
            rows={3}
            dir="ltr"
            autoComplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={kit}
            onInput={(event) => {
              kit.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <Field label={t('start.yourName')} hint={t('recover.name.hint')} problem={problem.value.name}>
        {(control) => (
          <input
            {...control}
            class="input"
            name="name"
            type="text"
            dir="auto"
            autoComplete="given-name"
            value={name}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      {!isLink && (
        <Field label={t('recover.host')} hint={t('recover.host.hint')} problem={problem.value.host}>
          {(control) => (
            <input
              {...control}
              class="input"
              name="host"
              type="text"
              dir="ltr"
              inputMode="url"
              autoComplete="off"
              spellcheck={false}
              value={host}
              onInput={(event) => {
                host.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
      )}
      <Field label={t('recover.file')} hint={t('recover.file.hint')} problem={problem.value.file}>
        {(control) => (
          <input
            {...control}
            class="input"
            name="file"
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              file.value = event.currentTarget.files?.[0] ?? null;
            }}
          />
        )}
      </Field>
      {problem.value.form !== undefined && (
        <p class="error" role="alert">
          {problem.value.form}
        </p>
      )}
      <button type="submit" class="button button-main" aria-disabled={isBusy.value}>
        {t(isBusy.value ? 'recover.working' : 'recover.do')}
      </button>
    </form>
  );
}

/** Text of the chosen file; undefined for none, null where it cannot be one of ours. */
async function backupText(file: File | null): Promise<string | null | undefined> {
  if (file === null) return undefined;
  if (file.size > MAX_BACKUP_LENGTH) return null;
  try {
    return await file.text();
  } catch {
    return null;
  }
}
