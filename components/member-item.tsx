import type { DeviceView, PersonView } from '../lib/stores/family-view.ts';
import type { Moments } from '../lib/stores/moments.ts';
import { useTexts } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';

/** Id of the button that changes a member. */
export function changeMemberId(member: string): string {
  return `change-${member}`;
}

/** Somebody in the family: who they are, their browsers, and whether they are here. Without the actions it is only shown. */
export function MemberItem(props: {
  person: PersonView;
  moments: Moments;
  onChange?: () => void;
  onRemove?: () => void;
}) {
  const t = useTexts();
  const { member, label, isHere, devices } = props.person;
  return (
    <li class="member">
      <span class={isHere ? 'member-face member-here' : 'member-face'}>
        <Avatar member={member} />
      </span>
      <span class="member-text">
        <b dir="auto">{member.name}</b>
        {member.isYou && <span class="hint"> ({t('family.you')})</span>}
        {devices.map((device) => (
          <small key={device.id}>
            <span dir="auto">{device.name}</span>
            {device.isThis && ` (${t('family.thisDevice')})`}
            <DeviceTime device={device} moments={props.moments} />
          </small>
        ))}
        {devices.length === 0 && <small>{t('family.noDevice')}</small>}
      </span>
      {props.onChange !== undefined && (
        <button
          type="button"
          class="icon-button"
          id={changeMemberId(member.id)}
          aria-label={t('family.change', { name: label })}
          title={t('family.change', { name: label })}
          aria-haspopup="dialog"
          onClick={props.onChange}
        >
          <Icon name={icons.pencil} />
        </button>
      )}
      {props.onRemove !== undefined && (
        <button
          type="button"
          class="icon-button"
          aria-label={t('family.remove', { name: label })}
          title={t('family.remove', { name: label })}
          aria-haspopup="dialog"
          onClick={props.onRemove}
        >
          <Icon name={icons.trash} />
        </button>
      )}
    </li>
  );
}

function DeviceTime({ device, moments }: { device: DeviceView; moments: Moments }) {
  const t = useTexts();
  if (device.isHere) {
    return (
      <>
        {' · '}
        <span class="here">{t('family.here')}</span>
      </>
    );
  }
  if (device.seenAt === undefined) return null;
  return <> · {t('family.seen', { when: moments.ago(device.seenAt) })}</>;
}
