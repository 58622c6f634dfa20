import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CommandBody } from '../lib/protocol/commands.ts';
import type { DeviceId, MemberId } from '../lib/protocol/ids.ts';
import { MEMBER_COLOURS, type MemberColour } from '../lib/protocol/values.ts';
import type { DeviceView, FamilyView, PersonView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { NameField, nameProblem, SubmitFoot } from './name-field.tsx';
import type { Removal } from './remove-dialog.tsx';

/** Name, colour and browsers of somebody in the family. */
export function MemberDialog(props: {
  family: FamilyView;
  id: MemberId;
  onClose: () => void;
  /** Asked to remove one of the browsers: this dialog gives way to the one that explains. */
  onRemove: (removal: Removal) => void;
}) {
  const person = props.family.people.value.find(({ member }) => member.id === props.id);
  // Removed by somebody else in the meantime.
  useEffect(() => {
    if (person === undefined) props.onClose();
  }, [person === undefined]);
  return person === undefined ? null : <PersonForm {...props} person={person} />;
}

function PersonForm(props: {
  family: FamilyView;
  person: PersonView;
  onClose: () => void;
  onRemove: (removal: Removal) => void;
}) {
  const { client, problems, i18n } = useApp();
  const { t } = i18n;
  const { member, devices } = props.person;
  // As the person saw them: what somebody else changes meanwhile is not taken back by saving.
  const before = useSignal({ name: member.name, colour: member.colour });
  const name = useSignal(member.name);
  const colour = useSignal<MemberColour>(member.colour);
  const deviceNames = useSignal<Readonly<Record<string, string>>>({});
  const isChecked = useSignal<boolean>(false);

  const problemOf = (text: string): string | undefined =>
    isChecked.value ? nameProblem(t, text, t('member.name.missing')) : undefined;

  function save(): void {
    isChecked.value = true;
    const names = [name.peek(), ...Object.values(deviceNames.peek())];
    if (names.some((text) => problemOf(text) !== undefined)) return;
    for (const body of changes()) {
      void client.run(body).then((outcome) => {
        if (!outcome.ok) problems.tell(outcome.error);
      });
    }
    props.onClose();
  }

  /** Only what the person changed: name, colour and browsers merge apart. */
  function changes(): CommandBody[] {
    const newName = name.peek().trim();
    const change = {
      ...(newName === before.peek().name ? {} : { name: newName }),
      ...(colour.peek() === before.peek().colour ? {} : { colour: colour.peek() }),
    };
    const renamed = devices.flatMap(({ id, name: present }): CommandBody[] => {
      const now = (deviceNames.peek()[id] ?? present).trim();
      return now === present ? [] : [{ type: 'renameDevice', device: id, name: now }];
    });
    const isSame = Object.keys(change).length === 0;
    return isSame ? renamed : [{ type: 'changeMember', member: member.id, ...change }, ...renamed];
  }

  const write = (device: DeviceId, text: string) => {
    deviceNames.value = { ...deviceNames.peek(), [device]: text };
  };

  return (
    <Dialog
      title={before.value.name}
      onClose={props.onClose}
      onSubmit={save}
      foot={<SubmitFoot label={t('action.save')} onCancel={props.onClose} />}
    >
      <NameField label={t('member.name')} name={name} problem={problemOf(name.value)} />
      <fieldset class="field">
        <legend class="field-label">{t('member.colour')}</legend>
        <div class="colours">
          {MEMBER_COLOURS.map((each) => (
            <label key={each} class="colour" title={t(`colour.${each}`)}>
              <Avatar member={{ name: name.value, colour: each }} />
              <input
                type="radio"
                name="colour"
                aria-label={t(`colour.${each}`)}
                checked={colour.value === each}
                onChange={() => {
                  colour.value = each;
                }}
              />
            </label>
          ))}
        </div>
      </fieldset>
      {devices.map((device) => (
        <DeviceField
          key={device.id}
          device={device}
          text={deviceNames.value[device.id] ?? device.name}
          problem={problemOf(deviceNames.value[device.id] ?? device.name)}
          onWrite={(text) => write(device.id, text)}
          onRemove={() => props.onRemove({ type: 'device', id: device.id, name: device.name, owner: member })}
        />
      ))}
    </Dialog>
  );
}

function DeviceField(props: {
  device: DeviceView;
  text: string;
  problem: string | undefined;
  onWrite: (text: string) => void;
  onRemove: () => void;
}) {
  const { t } = useApp().i18n;
  const { device } = props;
  const label = t('member.device', { name: device.label });
  return (
    <Field label={device.isThis ? `${label} (${t('family.thisDevice')})` : label} problem={props.problem}>
      {(control) => (
        <span class="with-button">
          <input
            {...control}
            class="input"
            type="text"
            dir="auto"
            autoComplete="off"
            value={props.text}
            onInput={(event) => props.onWrite(event.currentTarget.value)}
          />
          {!device.isThis && (
            <button
              type="button"
              class="icon-button"
              aria-label={t('family.remove', { name: device.label })}
              title={t('family.remove', { name: device.label })}
              onClick={props.onRemove}
            >
              <Icon name={icons.trash} />
            </button>
          )}
        </span>
      )}
    </Field>
  );
}
