import { computed, type ReadonlySignal } from '@preact/signals';
import type { AccessRow } from '../protocol/access-row.ts';
import type { DeviceId, InviteId, MemberId } from '../protocol/ids.ts';
import type { MemberRow } from '../protocol/values.ts';
import type { App } from './app.ts';
import { createMoments, type Moments } from './moments.ts';
import { uniqueLabels } from './unique-labels.ts';

/** A browser of somebody in the family. */
export interface DeviceView {
  readonly id: DeviceId;
  readonly name: string;
  /** The name, told apart from the member’s others: `Chrome on Linux (2)`. */
  readonly label: string;
  readonly isThis: boolean;
  /** Connected at this moment. */
  readonly isHere: boolean;
  /** When it last was, ms; undefined where nobody knows. */
  readonly seenAt: number | undefined;
}

/** Somebody in the family. */
export interface PersonView {
  readonly member: MemberRow;
  /** The name, told apart from others of the same name. */
  readonly label: string;
  readonly isHere: boolean;
  readonly devices: readonly DeviceView[];
}

/** A link that can still be used. */
export interface InviteView {
  readonly id: InviteId;
  readonly by: MemberRow | undefined;
  readonly at: number;
  readonly expiresAt: number;
  readonly needsApproval: boolean;
}

/** Somebody who asks to be let in. */
export type WaitingView = AccessRow['waiting'][number] & { readonly label: string };

/** A browser that may read everything, and that no member has entered as theirs. */
export interface UnknownDeviceView {
  readonly id: DeviceId;
  /** Number among them, from 1. */
  readonly place: number;
  readonly at: number;
  readonly by: MemberRow | undefined;
}

/** Who is in the family, who is here now, and who may come in. */
export interface FamilyView {
  /** Whether the worker has answered: before that, nothing is known of invites and of who is here. */
  readonly isLive: ReadonlySignal<boolean>;
  /** You first, then as the family has them; without those who were removed. */
  readonly people: ReadonlySignal<readonly PersonView[]>;
  readonly unknownDevices: ReadonlySignal<readonly UnknownDeviceView[]>;
  readonly waiting: ReadonlySignal<readonly WaitingView[]>;
  readonly invites: ReadonlySignal<readonly InviteView[]>;
  /** New members wait until somebody agrees. */
  readonly approval: ReadonlySignal<boolean>;
  /** The recovery kit in force; null for none, undefined until that is known. */
  readonly recovery: ReadonlySignal<AccessRow['recovery'] | undefined>;
  /** There is no kit, and something that would be lost without one. */
  readonly needsKit: ReadonlySignal<boolean>;
  /** This browser is the family's only one. */
  readonly isLastDevice: ReadonlySignal<boolean>;
  /** Whether this browser may still change anything: it was not removed. */
  readonly isMember: ReadonlySignal<boolean>;
  readonly moments: ReadonlySignal<Moments>;
  memberOf(id: MemberId | undefined): MemberRow | undefined;
  /** Asks the relay who waits and when devices were last there; harmless offline. */
  refresh(): void;
  close(): void;
}

/** The part of the page's stores that it is made from. */
export type FamilyViewSource = Pick<App, 'client' | 'members' | 'session' | 'i18n' | 'formats' | 'now' | 'clock'>;

export function createFamilyView(app: FamilyViewSource): FamilyView {
  const { client, members, session, now, clock } = app;
  const query = client.live({ type: 'access' });
  const lists = client.live({ type: 'lists' }, { name: 'lists' });
  const access = computed(() => query.rows.value.get('access'));
  const moments = createMoments(app);

  const people = computed(() => {
    const here = new Set<string>(access.value?.here);
    const seen = new Map<string, number>(access.value?.seen.map(({ device, at }) => [device, at]));
    const active = [...members.value.values()].filter((member) => !member.isRemoved);
    active.sort((a, b) => Number(b.isYou) - Number(a.isYou));
    const names = uniqueLabels(active.map(({ name }) => name));
    return active.map((member, place): PersonView => {
      const labels = uniqueLabels(member.devices.map(({ name }) => name));
      const devices = member.devices.map(({ id, name, isThis }, index): DeviceView => {
        const label = labels[index] ?? name;
        return { id, name, label, isThis, isHere: isThis || here.has(id), seenAt: seen.get(id) };
      });
      return { member, label: names[place] ?? member.name, isHere: devices.some(({ isHere }) => isHere), devices };
    });
  });

  const memberOf = (id: MemberId | undefined) => (id === undefined ? undefined : members.value.get(id));
  const deviceCount = computed(
    () => people.value.reduce((sum, { devices }) => sum + devices.length, 0) + unknownDevices.value.length,
  );
  const unknownDevices = computed(() =>
    (access.value?.unknownDevices ?? []).map(({ id, at, by }, index) => ({
      id,
      place: index + 1,
      at,
      by: memberOf(by),
    })),
  );

  return {
    isLive: query.isLive,
    people,
    unknownDevices,
    waiting: computed(() => {
      const all = access.value?.waiting ?? [];
      const labels = uniqueLabels(all.map(({ name }) => name));
      return all.map((one, index) => ({ ...one, label: labels[index] ?? one.name }));
    }),
    invites: computed(() => {
      // The worker says what is open when something changes, not when a clock runs out.
      void now.local.value;
      const open = (access.value?.invites ?? []).filter(({ expiresAt }) => expiresAt > clock.now());
      return open.map(({ by, ...invite }) => ({ ...invite, by: memberOf(by) }));
    }),
    approval: computed(() => access.value?.approval ?? false),
    recovery: computed(() => access.value?.recovery),
    needsKit: computed(() => {
      const hasContent = [...lists.rows.value.values()].some(({ openCount }) => openCount > 0);
      return access.value?.recovery === null && (hasContent || deviceCount.value > 1);
    }),
    isLastDevice: computed(() => query.isLive.value && deviceCount.value <= 1),
    isMember: computed(() => session.value?.removed === undefined),
    moments,
    memberOf,
    refresh: () => void client.run({ type: 'refreshAccess' }),
    close() {
      query.close();
      lists.close();
    },
  };
}
