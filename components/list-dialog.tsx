import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type ListKind, type ListRow, MEMBER_COLOURS, type MemberColour } from '../lib/protocol/values.ts';
import { addList, changeList, type ListChange } from '../lib/stores/list-changes.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { enDialogs } from '../locales/en-dialogs.ts';
import { enLists } from '../locales/en-lists.ts';
import { enPeople } from '../locales/en-people.ts';
import { useApp } from './app-context.ts';
import { memberColour } from './avatar.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { focusAddInput } from './focus-places.ts';
import { NameField, nameProblem, SubmitFoot } from './name-field.tsx';

/** The English texts that come with this code. */
export const texts = [enDialogs, enLists, enPeople];

const KINDS: readonly ListKind[] = ['todo', 'groceries', 'plain'];
/** Signs to choose from; any other can be typed. */
const SIGNS = ['🛒', '🏠', '✅', '📚', '🎒', '🎁', '✈️', '🌱', '🔧', '💊', '🎂', '🐶'];

/** Name, kind and look of a list: of a new one, which is in front once it is there, or of one that is changed. */
export function ListDialog(props: { lists: ShownList; list?: ListRow; onClose: () => void }) {
  const { lists, onClose } = props;
  const app = useApp();
  const { t } = app.i18n;
  // As the person saw it: what somebody else changes meanwhile is not taken back by saving.
  const before = useRef(props.list).current;
  const name = useSignal(before?.name ?? '');
  const kind = useSignal<ListKind>(before?.kind ?? 'todo');
  const colour = useSignal<MemberColour | undefined>(before?.colour);
  const icon = useSignal(before?.icon ?? '');
  const problem = useSignal<string | undefined>(undefined);

  function save(): void {
    const list = { name: name.peek().trim(), kind: kind.peek(), colour: colour.peek(), icon: signOf(icon.peek()) };
    problem.value = nameProblem(t, list.name, t('newList.name.missing'));
    if (problem.peek() !== undefined) return;
    if (before !== undefined) changeList(app, before, changesOf(before, list));
    else {
      void addList(app, list).then((id) => {
        if (id !== undefined) lists.show(id);
      });
      // What comes next is what is on it.
      requestAnimationFrame(focusAddInput);
    }
    onClose();
  }

  return (
    <Dialog
      title={before?.name ?? t('newList.heading')}
      onClose={onClose}
      onSubmit={save}
      foot={<SubmitFoot label={t(before === undefined ? 'newList.create' : 'action.save')} onCancel={onClose} />}
    >
      <NameField label={t('newList.name')} name={name} problem={problem.value} />
      <Field label={t('newList.kind')}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={kind}
            onChange={(event) => {
              kind.value = event.currentTarget.value as ListKind;
            }}
          >
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {t(`newList.kind.${each}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <fieldset class="field">
        <legend class="field-label">{t('list.icon')}</legend>
        <div class="signs">
          {['', ...SIGNS].map((each) => (
            <Choice key={each} name="sign" chosen={icon} value={each} label={each === '' ? t('list.icon.none') : each}>
              {each === '' ? <span class="no-sign" /> : <span>{each}</span>}
            </Choice>
          ))}
          <input
            class="input sign-input"
            type="text"
            autoComplete="off"
            aria-label={t('list.icon.other')}
            placeholder="🙂"
            value={SIGNS.includes(icon.value) ? '' : icon.value}
            onInput={(event) => {
              icon.value = event.currentTarget.value;
            }}
          />
        </div>
      </fieldset>
      <fieldset class="field">
        <legend class="field-label">{t('member.colour')}</legend>
        <div class="signs">
          {([undefined, ...MEMBER_COLOURS] as const).map((each) => (
            <Choice
              key={each ?? ''}
              name="colour"
              chosen={colour}
              value={each}
              label={each === undefined ? t('list.colour.none') : t(`colour.${each}`)}
            >
              <span
                class={each === undefined ? 'no-sign' : 'swatch'}
                style={each === undefined ? undefined : { '--member': memberColour({ colour: each }) }}
              />
            </Choice>
          ))}
        </div>
      </fieldset>
    </Dialog>
  );
}

function Choice<V extends string | undefined>(props: {
  name: string;
  chosen: Signal<V>;
  value: V;
  label: string;
  children: preact.ComponentChildren;
}) {
  const { name, chosen, value, label } = props;
  return (
    <label class="sign" title={label}>
      {props.children}
      <input
        type="radio"
        name={name}
        aria-label={label}
        checked={chosen.value === value}
        onChange={() => {
          chosen.value = value;
        }}
      />
    </label>
  );
}

function changesOf(before: ListRow, after: Pick<ListRow, 'name' | 'kind' | 'colour' | 'icon'>): ListChange {
  return {
    ...(after.name !== before.name && { name: after.name }),
    ...(after.kind !== before.kind && { kind: after.kind }),
    ...(after.colour !== before.colour && { colour: after.colour ?? null }),
    ...(after.icon !== before.icon && { icon: after.icon ?? null }),
  };
}

/** The first sign of what was typed, whole as people see it. */
function signOf(text: string): string | undefined {
  const first = new Intl.Segmenter().segment(text.trim())[Symbol.iterator]().next();
  const sign = first.done ? '' : first.value.segment;
  return sign === '' || sign.length > 32 ? undefined : sign;
}
