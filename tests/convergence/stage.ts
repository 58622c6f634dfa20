import type { Codec } from '../../lib/model/codec.ts';
import type { CommandBody } from '../../lib/protocol/commands.ts';
import type { RoomId } from '../../lib/protocol/ids.ts';
import type { MemoryBrowser, MemoryPage } from '../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../doubles/memory-world.ts';
import { createSeededRandom, type SeededRandom } from '../doubles/seeded-random.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createPerson, type Person, type Undoable } from './people.ts';

/** A member with their browser and whoever sits at its pages. */
export interface Actor {
  readonly browser: MemoryBrowser;
  readonly persons: Map<MemoryPage, Person>;
  readonly undos: Undoable[];
  /** Then storage-failed is a plain answer. */
  isDiskBroken: boolean;
}

/** One run's world, and what is known about it. */
export interface Stage {
  readonly world: MemoryWorld;
  readonly random: SeededRandom;
  readonly actors: readonly Actor[];
  readonly ledger: Ledger;
  readonly room: RoomId;
  /** For the keys of paths, which are the same in every epoch. */
  readonly codec: Codec;
  /** With all epochs that the founder knows by now. */
  openCodec(): Promise<Codec>;
  /** Commands without an answer, by page that still waits. */
  readonly counts: { commands: number; answered: number; overtaken: number; refused: number };
  /** What happened, one line each, the same for the same seed. */
  readonly trace: string[];
  open(actor: Actor): Person;
  shut(actor: Actor, person: Person): void;
  send(actor: Actor, person: Person, body: CommandBody): void;
  /** A member more, by invite from the first. */
  join(name: string): Promise<Actor>;
  close(): Promise<void>;
}

const NAMES = ['Ana', 'Ben', 'Léa', 'Mateo'];
/** Answers that tell a person what happened, rather than that something is broken. */
const PLAIN_ANSWERS: readonly string[] = ['not-found', 'storage-failed'];

export async function createStage(seed: number): Promise<Stage> {
  const world = createMemoryWorld(seed);
  const random = createSeededRandom(seed);
  const ledger = createLedger();
  const trace: string[] = [];
  const counts = { commands: 0, answered: 0, overtaken: 0, refused: 0 };
  const actors: Actor[] = [];

  const addActor = (name: string): Actor => {
    const actor: Actor = { browser: world.addBrowser(name), persons: new Map(), undos: [], isDiskBroken: false };
    // Within what the relay's gate tolerates.
    if (random.chance(0.5)) actor.browser.clockSkewMs = random.below(200_000) - 100_000;
    actors.push(actor);
    return actor;
  };
  for (const name of NAMES.slice(0, random.chance(0.3) ? 4 : 3)) addActor(name);
  await world.foundFamily(...(actors.map(({ browser }) => browser) as [MemoryBrowser]));
  const [founder] = actors;
  if (founder === undefined) throw new Error('nobody is there');
  const { room } = JSON.parse(founder.browser.keyValue.content.get('family') ?? '{}') as { room: RoomId };

  const stage: Stage = {
    world,
    random,
    actors,
    ledger,
    room,
    codec: await founder.browser.openCodec(),
    openCodec: () => founder.browser.openCodec(),
    counts,
    trace,
    open(actor) {
      const person = createPerson(actor.browser.openPage(), random);
      actor.persons.set(person.page, person);
      return person;
    },
    shut(actor, person) {
      actor.persons.delete(person.page);
      actor.browser.closePage(person.page);
    },
    send(actor, person, body) {
      counts.commands += 1;
      const back = body.type === 'takeBack' ? actor.undos.find(({ id }) => id === body.change) : undefined;
      ledger.sent(back ? { type: 'undo', inverse: back.inverse } : body);
      const { id, kept, outcome } = person.page.send(body, body.type);
      const number = counts.commands;
      void kept.then(() => person.page.isOpen && ledger.kept(body));
      void outcome.then((answer) => {
        trace.push(`${number} ${answer.ok ? (answer.isOvertaken ? 'overtaken' : 'done') : answer.error}`);
        counts.answered += 1;
        ledger.answered(body, answer);
        if (!answer.ok && !PLAIN_ANSWERS.includes(answer.error)) {
          throw new Error(`${actor.browser.name}: ${body.type} was answered ${answer.error}`);
        }
        if (!answer.ok) counts.refused += 1;
        else if (answer.isOvertaken) counts.overtaken += 1;
        if (answer.ok && answer.inverse) actor.undos.push({ id, inverse: answer.inverse });
      });
    },
    async join(name) {
      const actor = addActor(name);
      await world.join(actor.browser, founder.browser);
      return actor;
    },
    close: () => world.close(),
  };
  for (const actor of actors) {
    for (const page of actor.browser.pages) actor.browser.closePage(page);
    stage.open(actor);
  }
  await world.flow();
  return stage;
}
