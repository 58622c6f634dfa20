import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { CommandBody } from '../lib/protocol/commands.ts';
import { MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import type { PlainKey } from '../lib/stores/i18n.ts';
import { joinLinkKind } from '../lib/stores/join-link.ts';
import { useApp } from './app-context.ts';

type FieldName = 'name' | 'family' | 'invite';
/** What is written in the forms; it stays when one goes from one to the other. */
export type StartTexts = Readonly<Record<FieldName, Signal<string>>>;
/** What is wrong, and where; `tooLong` is the length. */
type Problem = { key: PlainKey; field?: FieldName } | { tooLong: number; field: FieldName };
/** Longest link that the worker looks at; none of ours comes near. */
const MAX_LINK_LENGTH = 4_000;

/** Starts a family, or joins one with a link. `onKit` gets a recovery kit's link that was put where an invite belongs. */
export function StartForm(props: { isJoining: boolean; texts: StartTexts; onKit: (link: string) => void }) {
  const { isJoining, texts } = props;
  const { client, i18n } = useApp();
  const { t } = i18n;
  const problem = useSignal<Problem | null>(null);
  const isBusy = useSignal<boolean>(false);
  const root = useRef<HTMLFormElement>(null);
  const fields: readonly FieldName[] = isJoining ? ['invite', 'name'] : ['name', 'family'];

  function check(): Problem | null {
    for (const field of fields) {
      const text = texts[field].peek().trim();
      if (field !== 'invite' && text.length > MAX_LINE_LENGTH) return { tooLong: text.length, field };
      // Another device of a member takes that member's name: the worker knows whether one is missing.
      if (text === '' && !(isJoining && field === 'name')) return { key: MISSING[field], field };
    }
    return null;
  }

  async function run(): Promise<Problem | null> {
    const yourName = texts.name.peek().trim();
    const invite = texts.invite.peek().trim();
    const body: CommandBody = isJoining
      ? { type: 'joinFamily', invite, yourName }
      : { type: 'createFamily', yourName, familyName: texts.family.peek().trim() };
    // Longer than any link of ours: the worker would refuse the whole command as malformed.
    if (isJoining && invite.length > MAX_LINK_LENGTH) return { key: 'error.invite-mangled', field: 'invite' };
    const outcome = await client.run(body);
    if (outcome.ok) return null;
    if (outcome.error === 'invite-is-recovery') props.onKit(invite);
    const field = outcome.error === 'name-missing' ? 'name' : isJoining ? 'invite' : undefined;
    return { key: `error.${outcome.error}`, ...(field === undefined ? {} : { field }) };
  }

  async function submit(): Promise<void> {
    if (isBusy.peek()) return;
    problem.value = check();
    if (problem.peek() === null) {
      isBusy.value = true;
      problem.value = await run();
      isBusy.value = false;
    }
    const field = problem.peek()?.field;
    if (field !== undefined) root.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }

  function write(field: FieldName, text: string): void {
    if (field === 'invite' && joinLinkKind(text) === 'recovery') props.onKit(text);
    else texts[field].value = text;
  }

  const line = (field: FieldName) => {
    const isWrong = problem.value?.field === field;
    return (
      <div class="field" key={field}>
        <label for={`start-${field}`}>{t(LABELS[field])}</label>
        <input
          class="input"
          id={`start-${field}`}
          name={field}
          type="text"
          dir="auto"
          autoComplete={field === 'name' ? 'given-name' : 'off'}
          spellcheck={field === 'invite' ? false : undefined}
          aria-invalid={isWrong ? 'true' : undefined}
          aria-describedby={isWrong ? 'start-problem' : field === 'invite' ? 'start-hint' : undefined}
          value={texts[field]}
          onInput={(event) => write(field, event.currentTarget.value)}
        />
        {field === 'invite' && (
          <p class="hint" id="start-hint">
            {t('start.join.hint')}
          </p>
        )}
      </div>
    );
  };

  return (
    <form
      ref={root}
      noValidate
      aria-label={t(isJoining ? 'start.join.heading' : 'start.create.heading')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {fields.map(line)}
      {problem.value !== null && (
        <p class="error" id="start-problem" role="alert">
          {'key' in problem.value
            ? t(problem.value.key)
            : t('field.tooLong', { n: problem.value.tooLong, max: MAX_LINE_LENGTH })}
        </p>
      )}
      <button type="submit" class="button button-main" aria-disabled={isBusy.value}>
        {isBusy.value ? t('start.working') : t(isJoining ? 'start.join' : 'start.create')}
      </button>
    </form>
  );
}

const LABELS = { name: 'start.yourName', family: 'start.familyName', invite: 'start.invite' } as const;
const MISSING = {
  name: 'start.yourName.missing',
  family: 'start.familyName.missing',
  invite: 'start.invite.missing',
} as const;
