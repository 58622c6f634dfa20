import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { FamilyView, PersonView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { FamilyEntrance } from './family-entrance.tsx';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';
import { MemberItem } from './member-item.tsx';
import { icons } from './more-icons.ts';
import type { Removal } from './remove-dialog.tsx';
import { WaitingList } from './waiting-list.tsx';

const loadTexts = () => Promise.all([import('../locales/en-people.ts'), import('../locales/en-dialogs.ts')]);
const MemberDialog = lazy(async () => {
  const [code, [people, dialogs]] = await Promise.all([import('./member-dialog.tsx'), loadTexts()]);
  return [code.MemberDialog, people.enPeople, dialogs.enDialogs];
});
const RemoveDialog = lazy(async () => {
  const [code, problems, [people, dialogs]] = await Promise.all([
    import('./remove-dialog.tsx'),
    import('../locales/en-problems.ts'),
    loadTexts(),
  ]);
  return [code.RemoveDialog, problems.enProblems, people.enPeople, dialogs.enDialogs];
});
const FamilyNameDialog = lazy(async () => {
  const [code, [people, dialogs]] = await Promise.all([import('./family-name-dialog.tsx'), loadTexts()]);
  return [code.FamilyNameDialog, people.enPeople, dialogs.enDialogs];
});

/** What is open above the pane. */
type Opened = { dialog: 'name' } | { dialog: 'member'; id: MemberId } | { dialog: 'remove'; removal: Removal };

/** Who is in the family, with which browsers, who is here, and how others come in. */
export function FamilyPane({ family }: { family: FamilyView }) {
  const { session, i18n } = useApp();
  const { t } = i18n;
  const opened = useSignal<Opened | null>(null);
  /** What changed, read out. */
  const said = useSignal('');
  const people = family.people.value;
  const isMember = family.isMember.value;
  const name = session.value?.family?.name ?? '';

  useEffect(() => family.refresh(), [family]);

  return (
    <div class="scroll family">
      <div class="pane-line">
        <h2 class="pane-head" dir="auto">
          {name}
        </h2>
        {isMember && (
          <button
            type="button"
            class="icon-button"
            aria-label={t('family.rename')}
            title={t('family.rename')}
            aria-haspopup="dialog"
            onClick={() => {
              opened.value = { dialog: 'name' };
            }}
          >
            <Icon name={icons.pencil} />
          </button>
        )}
      </div>
      {isMember && <WaitingList family={family} said={said} />}
      <ul class="members" aria-label={t('family.members')}>
        {people.map((person) => (
          <MemberItem
            key={person.member.id}
            person={person}
            moments={family.moments.value}
            {...(isMember ? actionsOf(person, opened) : {})}
          />
        ))}
      </ul>
      {isMember && <UnknownDevices family={family} opened={opened} />}
      {people.length === 1 && <p class="gap">{t('family.alone')}</p>}
      {isMember && <FamilyEntrance family={family} said={said} />}
      <p class="visually-hidden" aria-live="polite">
        {said.value}
      </p>
      <OpenedDialog family={family} opened={opened} said={said} />
    </div>
  );
}

function actionsOf({ member }: PersonView, opened: Signal<Opened | null>) {
  const onChange = () => {
    opened.value = { dialog: 'member', id: member.id };
  };
  const onRemove = () => {
    opened.value = { dialog: 'remove', removal: { type: 'member', member } };
  };
  return member.isYou ? { onChange } : { onChange, onRemove };
}

function OpenedDialog(props: { family: FamilyView; opened: Signal<Opened | null>; said: Signal<string> }) {
  const { family, opened, said } = props;
  const shown = opened.value;
  if (shown === null) return null;
  const close = () => {
    opened.value = null;
  };
  switch (shown.dialog) {
    case 'name':
      return <FamilyNameDialog onClose={close} />;
    case 'member':
      return (
        <MemberDialog
          family={family}
          id={shown.id}
          onClose={close}
          onRemove={(removal) => {
            opened.value = { dialog: 'remove', removal };
          }}
        />
      );
    case 'remove':
      return (
        <RemoveDialog
          family={family}
          removal={shown.removal}
          onClose={(text) => {
            if (text !== undefined) said.value = text;
            close();
          }}
        />
      );
  }
}

/** Browsers that may read everything, and that nobody has claimed: shown plainly, with a way to shut them out. */
function UnknownDevices({ family, opened }: { family: FamilyView; opened: Signal<Opened | null> }) {
  const { t } = useApp().i18n;
  const devices = family.unknownDevices.value;
  if (devices.length === 0) return null;
  return (
    <section class="family-part" aria-labelledby="unknown-devices">
      <h3 id="unknown-devices">{t('family.unknown')}</h3>
      <p class="hint">{t('family.unknown.hint')}</p>
      <ul class="family-rows">
        {devices.map(({ id, place, at, by }) => (
          <li key={id}>
            <span>
              <b>{t('family.unknown.name', { n: place })}</b>
              <small>
                {by === undefined
                  ? t('family.unknown.since', { when: family.moments.value.ago(at) })
                  : t('family.unknown.letIn', { name: by.name, when: family.moments.value.ago(at) })}
              </small>
            </span>
            <button
              type="button"
              class="button button-small button-danger"
              aria-haspopup="dialog"
              aria-label={t('family.remove', { name: t('family.unknown.name', { n: place }) })}
              onClick={() => {
                const name = t('family.unknown.name', { n: place });
                opened.value = { dialog: 'remove', removal: { type: 'device', id, name } };
              }}
            >
              {t('family.removeShort')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
