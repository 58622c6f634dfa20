import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMembersStage, type MembersStage } from './members-stage.ts';

let stage: MembersStage;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let lea: MemoryBrowser;

beforeEach(async () => {
  stage = createMembersStage();
  ana = stage.browser('Ana');
  ben = stage.browser('Ben');
  lea = stage.browser('Léa');
  await stage.world.foundFamily(ana);
});
afterEach(() => stage.world.close());

const join = (browser: MemoryBrowser, invite: string, yourName = browser.name) =>
  stage.world.run(browser, { type: 'joinFamily', invite, yourName });
const DAY_MS = 24 * 3_600_000;

describe('an invite', () => {
  test('lets one browser in, which is in the list of members and sees everything', async () => {
    await stage.add(ana, 'Milk');
    expect(await join(ben, await stage.invite(ana))).toEqual({ ok: true });
    await stage.settle();
    expect((await stage.members(ana)).map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    expect(await stage.titles(ben)).toEqual(['Milk']);
    await stage.add(ben, 'Bread');
    await stage.settle();
    expect(await stage.titles(ana)).toEqual(['Bread', 'Milk']);
  });

  test('lets in while every member is offline', async () => {
    const invite = await stage.invite(ana);
    await stage.add(ana, 'Milk');
    await stage.settle();
    ana.line.setUp(false);
    expect(await join(ben, invite)).toEqual({ ok: true });
    await stage.settle();
    expect(await stage.titles(ben)).toEqual(['Milk']);
    await stage.add(ben, 'Bread');
    ana.line.setUp(true);
    await stage.settle(95_000);
    expect(await stage.titles(ana)).toEqual(['Bread', 'Milk']);
    expect(await stage.sync(ana)).toMatchObject({ state: 'synced' });
  });

  test('is of one use', async () => {
    const invite = await stage.invite(ana);
    await join(ben, invite);
    expect(await join(lea, invite)).toEqual({ ok: false, error: 'invite-used' });
    expect(await stage.session(lea)).toMatchObject({ state: 'none' });
    expect([...lea.keyValue.content.keys()]).not.toContain('family');
  });

  test('two browsers at the same moment: one comes in, the other is told', async () => {
    const invite = await stage.invite(ana);
    const page = lea.openPage();
    let second: unknown;
    void page.run({ type: 'joinFamily', invite, yourName: 'Léa' }).then((outcome) => {
      second = outcome;
    });
    const first = await join(ben, invite);
    await stage.settle();
    expect([first, second]).toContainEqual({ ok: true });
    expect([first, second]).toContainEqual({ ok: false, error: 'invite-used' });
  });

  test('ends after 48 hours', async () => {
    const invite = await stage.invite(ana);
    await stage.world.flowFor(2 * DAY_MS + 60_000);
    expect(await join(ben, invite)).toEqual({ ok: false, error: 'invite-expired' });
  });

  test('is listed until it is used or revoked, and a revoked one lets nobody in', async () => {
    const invite = await stage.invite(ana);
    const { id: me } = await stage.member(ana, 'Ana');
    const open = (await stage.access(ana))?.invites ?? [];
    expect(open).toMatchObject([{ by: me, needsApproval: false }]);
    const [first] = open;
    if (first === undefined) throw new Error('none is open');
    expect(first.expiresAt - first.at).toBe(2 * DAY_MS);
    expect(await stage.world.run(ana, { type: 'revokeInvite', invite: first.id })).toEqual({ ok: true });
    expect((await stage.access(ana))?.invites).toEqual([]);
    expect(await join(ben, invite)).toEqual({ ok: false, error: 'invite-revoked' });
    await join(ben, await stage.invite(ana));
    expect((await stage.access(ana))?.invites).toEqual([]);
  });

  test('for another device of a member brings no new member', async () => {
    const { id: member } = await stage.member(ana, 'Ana');
    const made = await stage.world.run(ana, { type: 'makeInvite', member });
    expect(await join(ben, made.ok ? String(made.value?.link) : '', '')).toEqual({ ok: true });
    await stage.settle();
    const members = await stage.members(ana);
    expect(members).toHaveLength(1);
    expect(members[0]?.devices).toHaveLength(2);
    expect((await stage.session(ben))?.me).toBe(member);
  });

  test('needs the relay', async () => {
    ana.line.setUp(false);
    expect(await stage.world.run(ana, { type: 'makeInvite' })).toEqual({ ok: false, error: 'offline' });
    ana.line.setUp(true);
    const invite = await stage.invite(ana);
    ben.line.setUp(false);
    expect(await join(ben, invite)).toEqual({ ok: false, error: 'offline' });
    expect(await stage.session(ben)).toMatchObject({ state: 'none' });
    ben.line.setUp(true);
    expect(await join(ben, invite)).toEqual({ ok: true });
  });

  test('made by a device that was removed since lets nobody in', async () => {
    await join(ben, await stage.invite(ana));
    await stage.settle();
    const bens = await stage.invite(ben);
    const { id: member, devices } = await stage.member(ana, 'Ben');
    await stage.world.run(ana, { type: 'removeDevices', devices: devices.map(({ id }) => id), member });
    expect(await join(lea, bens)).toMatchObject({ ok: false });
    expect(await stage.session(lea)).toMatchObject({ state: 'none' });
  });
});

describe('with approval', () => {
  let link: string;
  beforeEach(async () => {
    await stage.world.run(ana, { type: 'setApproval', approval: true });
    link = await stage.invite(ana);
    await join(ben, link);
    await stage.settle();
  });

  test('a browser waits, is seen waiting by its name, and comes in once somebody agrees', async () => {
    expect(await stage.session(ben)).toMatchObject({ state: 'waiting', family: { name: 'Sanchez' } });
    const { name, invite, device } = await stage.waiting(ana);
    expect(name).toBe('Ben');
    expect((await stage.members(ana)).map(({ name }) => name)).toEqual(['Ana']);
    const accept = { type: 'answerKnock' as const, invite, device, accept: true };
    expect(await stage.world.run(ana, accept)).toEqual({ ok: true });
    await stage.settle(12_000);
    expect(await stage.session(ben)).toMatchObject({ state: 'ready' });
    expect((await stage.members(ana)).map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    expect((await stage.access(ana))?.waiting).toEqual([]);
    await stage.add(ben, 'Bread');
    await stage.settle();
    expect(await stage.titles(ana)).toEqual(['Bread']);
  });

  test('it waits over the death of its worker', async () => {
    ben.killWorker();
    ben.openPage();
    await stage.settle();
    expect(await stage.session(ben)).toMatchObject({ state: 'waiting' });
    const { invite, device } = await stage.waiting(ana);
    await stage.world.run(ana, { type: 'answerKnock', invite, device, accept: true });
    await stage.settle(12_000);
    expect(await stage.session(ben)).toMatchObject({ state: 'ready' });
  });

  test('whoever comes in another’s place, with the same link, is not let in by an answer that was meant for the other', async () => {
    const { invite, device } = await stage.waiting(ana);
    // As a page of Ana's still shows it; meanwhile Léa has used the very link.
    const seen = { type: 'answerKnock' as const, invite, device, accept: true };
    expect(await join(lea, link)).toMatchObject({ ok: true });
    await stage.settle();
    expect((await stage.waiting(ana)).name).toBe('Léa');
    expect(await stage.world.run(ana, seen)).toEqual({ ok: false, error: 'not-found' });
    await stage.settle(12_000);
    expect(await stage.session(lea)).toMatchObject({ state: 'waiting' });
    expect((await stage.members(ana)).map(({ name }) => name)).toEqual(['Ana']);
  });

  test('who is declined is told, and nothing of the family has reached it', async () => {
    const { invite, device } = await stage.waiting(ana);
    expect(await stage.world.run(ana, { type: 'answerKnock', invite, device, accept: false })).toEqual({ ok: true });
    await stage.settle(12_000);
    expect(await stage.session(ben)).toMatchObject({ state: 'waiting', waitingProblem: 'invite-revoked' });
    expect(await stage.world.run(ben, { type: 'stopWaiting' })).toEqual({ ok: true });
    expect(await stage.session(ben)).toMatchObject({ state: 'none' });
    expect([...ben.keyValue.content.keys()].filter((key) => key !== 'settings')).toEqual([]);
  });

  test('another device of a member needs none', async () => {
    const { id: member } = await stage.member(ana, 'Ana');
    const made = await stage.world.run(ana, { type: 'makeInvite', member });
    expect(made).toMatchObject({ ok: true, value: { needsApproval: false } });
    expect(await join(lea, made.ok ? String(made.value?.link) : '', '')).toEqual({ ok: true });
  });
});
