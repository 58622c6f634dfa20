import * as v from 'valibot';
import { InviteIdSchema } from '../../lib/protocol/ids.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import type { MemoryLink } from '../doubles/memory-link.ts';
import type { SeededRandom } from '../doubles/seeded-random.ts';
import type { Actor, Stage } from './stage.ts';

/** Something that can happen now; what it did, for the trace. */
type Happening = () => string | Promise<string>;

const MAX_MEMBERS = 5;

/** What can go wrong. */
const FAULTS = [
  'kill',
  'offline',
  'cut',
  'disk',
  'vanish',
  'all-leave',
  'relay-kill',
  'relay-sleep',
  'relay-disk',
] as const;
type Fault = (typeof FAULTS)[number];

/**
 * How often what happens. Differs from seed to seed: calm families and stormy ones, and most with some kinds of faults only, since one kind
 * hides what another would show (a worker that is started anew mends much).
 */
export interface Climate {
  readonly faults: ReadonlyMap<Fault, number>;
  readonly delivery: number;
  readonly writing: number;
}

export function createClimate(random: SeededRandom): Climate {
  const [howMany, howOften] = random.pick([
    [0, 0],
    [0.3, 1],
    [0.3, 3],
    [0.6, 1],
    [1, 0.5],
    [1, 2],
  ] as const);
  return {
    faults: new Map(FAULTS.map((fault) => [fault, random.chance(howMany) ? howOften : 0])),
    delivery: random.pick([15, 40, 80]),
    writing: random.pick([6, 15, 40]),
  };
}

/** Lets one thing happen: a deed, a delivery, a write, an accident or its repair. */
export async function happen(stage: Stage, climate: Climate): Promise<void> {
  const happening = stage.random.weighted(happenings(stage, climate).filter(([weight]) => weight > 0));
  const what = await happening();
  if (what !== '') stage.trace.push(what);
}

function happenings(stage: Stage, { faults, delivery, writing }: Climate): (readonly [number, Happening])[] {
  const { world, random, actors } = stage;
  const { relay, realm } = world;
  const present = actors.filter(({ persons }) => persons.size > 0);
  const linked = actors.flatMap(({ browser }) => browser.line.links.map((link) => ({ browser, link })));
  const moving = linked.filter(({ link }) => link.waitingForRelay + link.waitingForMember > 0);
  const severed = linked.filter(({ link }) => link.isSevered);
  const writingDisks = actors.filter(({ browser }) => browser.disk.waiting > 0);
  const writingRooms = [...relay.rooms.values()].filter(({ storage }) => storage.waiting > 0);
  const writingKeys = actors.filter(({ browser }) => browser.keyWrites.waiting > 0);
  const broken = actors.filter(({ isDiskBroken }) => isDiskBroken);
  const down = actors.filter(({ browser }) => !browser.line.isUp);
  const running = actors.filter(({ browser }) => browser.worker !== null);
  const when = (condition: boolean, weight: number) => (condition ? weight : 0);
  const often = (fault: Fault, weight: number, condition = true) => when(condition, weight * (faults.get(fault) ?? 0));

  return [
    [when(present.length > 0, 30), () => act(stage, random.pick(present))],
    [when(moving.length > 0, delivery), () => deliver(random.pick(moving), random)],
    [when(writingDisks.length > 0, writing), () => writeDisk(random.pick(writingDisks).browser, random)],
    [when(writingKeys.length > 0, writing), () => writeKeys(random.pick(writingKeys).browser, random)],
    [
      when(writingRooms.length > 0, writing),
      () => {
        const { storage } = random.pick(writingRooms);
        storage.flush(1 + random.below(storage.waiting));
        return 'relay writes';
      },
    ],
    [4, () => pass(stage, random.pick([5, 50, 500, 1_000, 5_000]))],
    [0.5, () => pass(stage, random.pick([15_000, 60_000, 130_000, 600_000]))],
    [0.3, () => world.flow().then(() => 'calm')],

    [when(present.length > 0 && relay.isUp, 1), () => startEpoch(random.pick(present))],
    // An invite is made and used at the relay: only while both can reach it, and who makes it can keep what the relay answers.
    [
      when(actors.length < MAX_MEMBERS && relay.isUp && canInvite(actors[0]), 0.1),
      () => stage.join('Guest').then(() => 'a guest joins'),
    ],
    [1, () => openOrShut(stage, random.pick(actors))],
    [1, () => wake(random.pick(actors).browser)],
    [when(severed.length > 0, 4), () => notice(random.pick(severed), random)],
    [when(broken.length > 0, 5), () => breakDisk(random.pick(broken), false)],
    [when(down.length > 0, 3), () => plug(random.pick(down).browser, true, random)],
    [
      when(!relay.isUp, 6),
      () => {
        relay.start();
        return 'relay starts';
      },
    ],

    [often('kill', 1.5, running.length > 0), () => kill(random.pick(running).browser, random)],
    [often('offline', 1.5), () => plug(random.pick(actors).browser, false, random)],
    [often('disk', 0.7), () => breakDisk(random.pick(actors), true)],
    [often('cut', 1.5, linked.length > 0), () => cut(random.pick(linked))],
    [
      often('relay-kill', 0.7, relay.isUp),
      () => {
        relay.kill9((waiting) => random.below(waiting + 1));
        return 'relay killed';
      },
    ],
    [often('relay-sleep', 2, relay.rooms.size > 0 && writingRooms.length === 0), () => sleep(stage)],
    [
      often('relay-disk', 1, writingRooms.length > 0),
      () => {
        random.pick(writingRooms).failStorage();
        return 'relay disk fails';
      },
    ],
    [often('all-leave', 0.7, relay.isUp), () => everybodyLeaves(stage)],
    [often('vanish', 2, present.length > 0), () => actAndVanish(random.pick(present))],
  ];

  async function sleep({ world: { realm: it } }: Stage): Promise<string> {
    await it.settle();
    for (const room of relay.rooms.values()) if (room.storage.waiting === 0) room.sleep();
    return 'relay sleeps';
  }

  /** Enter, and the popup is gone; sometimes the worker with it, before or after it heard of the command. */
  async function actAndVanish(actor: Actor): Promise<string> {
    const what = await act(stage, actor);
    if (random.chance(0.5)) await realm.settle();
    const killed = random.chance(0.6) ? kill(actor.browser, random) : '';
    if (random.chance(0.3)) await realm.settle();
    for (const person of [...actor.persons.values()]) stage.shut(actor, person);
    return `${what} and vanishes ${killed}`;
  }

  async function act(its: Stage, actor: Actor): Promise<string> {
    // Nobody does two things within a millisecond.
    await realm.pass(1 + random.below(40));
    const person = random.pick([...actor.persons.values()]);
    const body = person.think(actor.undos);
    if (body === undefined) return '';
    its.send(actor, person, body);
    return `${actor.browser.name} ${body.type} ${its.counts.commands}`;
  }
}

function deliver({ browser, link }: { browser: MemoryBrowser; link: MemoryLink }, random: SeededRandom): string {
  const isIn = link.waitingForMember > 0 && (link.waitingForRelay === 0 || random.chance(0.5));
  const count = 1 + random.below(isIn ? link.waitingForMember : link.waitingForRelay);
  for (let n = 0; n < count; n++) {
    if (isIn) link.deliverToMember();
    else link.deliverToRelay();
  }
  return `${browser.name} ${isIn ? 'gets' : 'sends'} ${count}`;
}

function writeKeys({ name, keyWrites }: MemoryBrowser, random: SeededRandom): string {
  const count = 1 + random.below(keyWrites.waiting);
  keyWrites.write(count);
  return `${name} stores ${count}`;
}

/** The room is left by all: it tidies up, and may be killed while it does. */
async function everybodyLeaves({ world, random }: Stage): Promise<string> {
  const { relay, realm } = world;
  if (random.chance(0.6)) await world.flowFor(5_000);
  for (const { links } of relay.lines) {
    for (const link of links) {
      link.sever();
      link.relayNotices();
      link.memberNotices();
    }
  }
  await realm.settle();
  for (let n = random.below(6); n > 0; n--) {
    for (const { storage } of relay.rooms.values()) if (storage.waiting > 0) storage.flush(1);
    await realm.settle();
  }
  if (random.chance(0.5)) return 'everybody leaves';
  relay.kill9((waiting) => random.below(waiting + 1));
  return 'everybody leaves, relay killed';
}

function writeDisk({ name, disk }: MemoryBrowser, random: SeededRandom): string {
  const count = 1 + random.below(disk.waiting);
  disk.write(count);
  return `${name} writes ${count}`;
}

async function pass({ world }: Stage, ms: number): Promise<string> {
  await world.realm.pass(ms);
  return `${ms} ms`;
}

function openOrShut(stage: Stage, actor: Actor): string {
  const [person] = actor.persons.values();
  if (person !== undefined && stage.random.chance(0.4)) {
    stage.shut(actor, person);
    return `${actor.browser.name} shuts a page`;
  }
  if (actor.persons.size >= 2) return '';
  stage.open(actor);
  return `${actor.browser.name} opens a page`;
}

function wake(browser: MemoryBrowser): string {
  browser.startWorker().fireAlarm('catch-up');
  browser.worker?.goOnline();
  return `${browser.name} wakes`;
}

function notice({ browser, link }: { browser: MemoryBrowser; link: MemoryLink }, random: SeededRandom): string {
  if (random.chance(0.5)) link.memberNotices();
  else link.relayNotices();
  return `${browser.name}'s dead line is noticed`;
}

function breakDisk(actor: Actor, isBroken: boolean): string {
  actor.isDiskBroken = isBroken;
  actor.browser.disk.setBroken(isBroken);
  return `${actor.browser.name}'s disk ${isBroken ? 'breaks' : 'works again'}`;
}

function cut({ browser, link }: { browser: MemoryBrowser; link: MemoryLink }): string {
  link.sever();
  return `${browser.name} is cut off`;
}

function plug(browser: MemoryBrowser, isUp: boolean, random: SeededRandom): string {
  browser.line.setUp(isUp);
  if (isUp && random.chance(0.5)) browser.worker?.goOnline();
  return `${browser.name} is ${isUp ? 'online' : 'offline'}`;
}

function kill(browser: MemoryBrowser, random: SeededRandom): string {
  browser.killWorker({
    kept: random.below(browser.disk.waiting + 1),
    keptKeys: random.below(browser.keyWrites.waiting + 1),
    isClean: random.chance(0.5),
  });
  return `${browser.name}'s worker is killed`;
}

/**
 * Makes an invite and takes it back at once, which starts a new epoch while the others write under the old one. Whether it comes that far is
 * for the weather to say.
 */
function startEpoch({ browser, persons }: Actor): string {
  const [person] = persons.values();
  const turn = async () => {
    const made = await person?.page.run({ type: 'makeInvite' });
    const invite = v.safeParse(InviteIdSchema, made?.ok ? made.value?.invite : undefined);
    if (invite.success) await person?.page.run({ type: 'revokeInvite', invite: invite.output });
  };
  void turn();
  return `${browser.name} wants a new epoch`;
}

function canInvite(actor: Actor | undefined): boolean {
  return actor?.browser.line.isUp === true && !actor.isDiskBroken;
}
