import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CommandBody } from '../lib/protocol/messages.ts';
import { MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import type { PlainKey } from '../lib/stores/i18n.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';

type FieldName = 'name' | 'family' | 'invite';
/** What is wrong, and where; `tooLong` is the length. */
type Problem = { key: PlainKey; field?: FieldName } | { tooLong: number; field: FieldName };

/** No family yet: start one, or join with a link. The page changes by itself once the worker says that there is one. */
export function NoFamily({ withIntro = true }: { withIntro?: boolean }) {
  const { client, i18n } = useApp();
  const { t } = i18n;
  const isJoining = useSignal<boolean>(false);
  const name = useSignal('');
  const family = useSignal('');
  const invite = useSignal('');
  const problem = useSignal<Problem | null>(null);
  const isBusy = useSignal<boolean>(false);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    root.current?.querySelector('input')?.focus();
  }, [isJoining.value]);

  function check(): Problem | null {
    const texts = [name.peek(), isJoining.peek() ? '' : family.peek()];
    const long = texts.findIndex((text) => text.trim().length > MAX_LINE_LENGTH);
    if (long !== -1) {
      return { tooLong: texts[long]?.trim().length ?? 0, field: long === 0 ? 'name' : 'family' };
    }
    if (isJoining.peek()) {
      return invite.peek().trim() === '' ? { key: 'start.invite.missing', field: 'invite' } : null;
    }
    if (name.peek().trim() === '') return { key: 'start.yourName.missing', field: 'name' };
    return family.peek().trim() === '' ? { key: 'start.familyName.missing', field: 'family' } : null;
  }

  async function submit(): Promise<void> {
    if (isBusy.peek()) return;
    problem.value = check();
    if (problem.peek() === null) {
      const yourName = name.peek().trim();
      const body: CommandBody = isJoining.peek()
        ? { type: 'joinFamily', invite: invite.peek().trim(), yourName }
        : { type: 'createFamily', yourName, familyName: family.peek().trim() };
      isBusy.value = true;
      // Longer than any link of ours: the worker would refuse the whole command as malformed.
      const isEndless = body.type === 'joinFamily' && body.invite.length > 4_000;
      const outcome = isEndless ? ({ ok: false, error: 'invite-mangled' } as const) : await client.run(body);
      isBusy.value = false;
      if (!outcome.ok) {
        const field = outcome.error === 'name-missing' ? 'name' : isJoining.peek() ? 'invite' : undefined;
        problem.value = { key: `error.${outcome.error}`, ...(field === undefined ? {} : { field }) };
      }
    }
    const field = problem.peek()?.field;
    if (field !== undefined) root.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }

  const line = (of: FieldName) => {
    const { label, value } = {
      name: { label: t('start.yourName'), value: name },
      family: { label: t('start.familyName'), value: family },
      invite: { label: t('start.invite'), value: invite },
    }[of];
    const isWrong = problem.value?.field === of;
    return (
      <div class="field">
        <label for={`start-${of}`}>{label}</label>
        <input
          class="input"
          id={`start-${of}`}
          name={of}
          type="text"
          dir="auto"
          autoComplete={of === 'name' ? 'given-name' : 'off'}
          spellcheck={of === 'invite' ? false : undefined}
          aria-invalid={isWrong ? 'true' : undefined}
          aria-describedby={isWrong ? 'start-problem' : of === 'invite' ? 'start-hint' : undefined}
          value={value}
          onInput={(event) => {
            value.value = event.currentTarget.value;
          }}
        />
        {of === 'invite' && (
          <p class="hint" id="start-hint">
            {t('start.join.hint')}
          </p>
        )}
      </div>
    );
  };

  function switchTo(joining: boolean): void {
    problem.value = null;
    isJoining.value = joining;
  }

  return (
    <div class="start" ref={root}>
      {withIntro && (
        <div class="start-intro">
          <span class="start-mark">
            <Icon name={icons.family} />
          </span>
          <h1>{t('start.heading')}</h1>
          <p>{t('start.lead')}</p>
        </div>
      )}
      <form
        noValidate
        aria-label={isJoining.value ? t('start.join.heading') : t('start.create.heading')}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {isJoining.value ? [line('invite'), line('name')] : [line('name'), line('family')]}
        {problem.value !== null && (
          <p class="error" id="start-problem" role="alert">
            {'key' in problem.value
              ? t(problem.value.key)
              : t('field.tooLong', { n: problem.value.tooLong, max: MAX_LINE_LENGTH })}
          </p>
        )}
        <button type="submit" class="button button-main" aria-disabled={isBusy.value}>
          {isBusy.value ? t('start.working') : isJoining.value ? t('start.join') : t('start.create')}
        </button>
      </form>
      {isJoining.value ? (
        <button type="button" class="button button-plain" onClick={() => switchTo(false)}>
          {t('start.join.back')}
        </button>
      ) : (
        <button type="button" class="button" onClick={() => switchTo(true)}>
          {t('start.join.open')}
        </button>
      )}
    </div>
  );
}
