import { describe, expect, test } from 'vitest';
import type { AccessRow } from '../../../lib/protocol/access-row.ts';
import type { DeviceId, InviteId } from '../../../lib/protocol/ids.ts';
import type { MemberRow } from '../../../lib/protocol/values.ts';
import { createApp } from '../../../lib/stores/app.ts';
import { createFamilyView } from '../../../lib/stores/family-view.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { ANA, accessRow, BEN, device, listRow, member, sessionRow } from './rows.ts';

const ana = member(ANA, 'Ana', { devices: [device('laptop', 'Chrome on Linux', true), device('fox', 'Firefox')] });
const ben = member(BEN, 'Ben', { devices: [device('bens', 'Chrome on Linux')] });
const id = (text: string) => text as DeviceId;

function start(access: Partial<AccessRow> = {}, members: MemberRow[] = [ben, ana], openCount = 0) {
  const worker = createFakeWorker();
  worker.setRows('session', [sessionRow()]);
  worker.setRows('members', members);
  worker.setRows('access', [accessRow(access)]);
  worker.setRows('lists', [listRow({ openCount })]);
  const clock = createFakeClock();
  const app = createApp({ platform: worker.platform, clock, life: createFakeLife(), zone: 'Europe/Madrid' });
  return { worker, clock, app, family: createFamilyView(app) };
}

function invite(text: string, expiresAt: number): AccessRow['invites'][number] {
  return { id: text as InviteId, by: BEN, at: 0, expiresAt, needsApproval: false };
}

describe('people', () => {
  test('are you, then the others; those who were removed are none', () => {
    const lea = member('lea' as typeof BEN, 'Léa', { isRemoved: true });
    const { family } = start({}, [lea, ben, ana]);
    expect(family.people.value.map(({ member: { name } }) => name)).toEqual(['Ana', 'Ben']);
  });

  test('are here with any of their browsers; of the others it says when they last were', () => {
    const { family, worker } = start({ here: [id('fox')], seen: [{ device: id('bens'), at: 7 }] });
    const told = () =>
      family.people.value.flatMap(({ devices }) => devices.map(({ isHere, seenAt }) => [isHere, seenAt]));
    expect(told()).toEqual([
      [true, undefined],
      [true, undefined],
      [false, 7],
    ]);
    worker.patch('access', [accessRow({ here: [id('bens')] })]);
    expect(family.people.value.map(({ isHere }) => isHere)).toEqual([true, true]);
    expect(told()[1]).toEqual([false, undefined]);
  });

  test('of the same name, and browsers of one member, are told apart', () => {
    const twin = member('twin' as typeof BEN, 'Ben', {
      devices: [device('x', 'Chrome on Linux'), device('y', 'Chrome on Linux')],
    });
    const { family } = start({}, [ana, ben, twin]);
    expect(family.people.value.map(({ label }) => label)).toEqual(['Ana', 'Ben', 'Ben (2)']);
    const labels = family.people.value.map(({ devices }) => devices.map(({ label }) => label));
    expect(labels).toEqual([
      ['Chrome on Linux', 'Firefox'],
      ['Chrome on Linux'],
      ['Chrome on Linux', 'Chrome on Linux (2)'],
    ]);
  });
});

describe('who may come in', () => {
  test('open invites name who made them, and go when their time is over, without the worker', () => {
    const { family, clock } = start();
    const soon = clock.now() + 90_000;
    const started = start({ invites: [invite('a', soon), invite('b', soon + 3_600_000)] });
    expect(started.family.invites.value.map(({ by }) => by?.name)).toEqual(['Ben', 'Ben']);
    started.clock.advance(120_000);
    expect(started.family.invites.value.map((each) => each.id)).toEqual(['b']);
    expect(family.invites.value).toEqual([]);
  });

  test('two of the same name who wait are told apart', () => {
    const asks = (text: string) => ({
      invite: text as InviteId,
      device: text as DeviceId,
      name: 'Léa',
      deviceName: 'Firefox',
      at: 0,
    });
    const { family } = start({ waiting: [asks('a'), asks('b')] });
    expect(family.waiting.value.map(({ label }) => label)).toEqual(['Léa', 'Léa (2)']);
  });

  test('browsers that nobody has claimed are counted through, with who let them in', () => {
    const { family } = start({
      unknownDevices: [
        { id: id('u'), at: 5, by: BEN },
        { id: id('v'), at: 6 },
      ],
    });
    expect(family.unknownDevices.value.map(({ place, by }) => [place, by?.name])).toEqual([
      [1, 'Ben'],
      [2, undefined],
    ]);
  });

  test('asking the relay anew is a command', async () => {
    const { family, worker } = start();
    family.refresh();
    await settle();
    expect(worker.commands.map(({ command }) => command.body)).toEqual([{ type: 'refreshAccess' }]);
  });
});

describe('what would be lost', () => {
  const alone = member(ANA, 'Ana', { devices: [device('laptop', 'Chrome on Linux', true)] });

  test('a kit is missed once there is something to lose, and not before', () => {
    expect(start({}, [alone]).family.needsKit.value).toBe(false);
    expect(start({}, [alone], 3).family.needsKit.value).toBe(true);
    expect(start({}, [ana]).family.needsKit.value).toBe(true);
    expect(start({ recovery: { at: 1, by: ANA } }, [ana], 3).family.needsKit.value).toBe(false);
  });

  test('the last browser of the family knows that it is', () => {
    expect(start({}, [alone]).family.isLastDevice.value).toBe(true);
    expect(start({}, [alone, ben]).family.isLastDevice.value).toBe(false);
    expect(start({ unknownDevices: [{ id: id('u'), at: 5 }] }, [alone]).family.isLastDevice.value).toBe(false);
  });

  test('a browser that was removed is no member any more', () => {
    const { family, worker } = start();
    expect(family.isMember.value).toBe(true);
    worker.patch('session', [sessionRow({ removed: { at: 1, by: 'Ana' } })]);
    expect(family.isMember.value).toBe(false);
  });
});
