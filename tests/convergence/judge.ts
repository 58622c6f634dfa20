import * as Y from 'yjs';
import type { Codec } from '../../lib/model/codec.ts';
import { titleKey } from '../../lib/model/title-key.ts';
import type { ItemId } from '../../lib/protocol/ids.ts';
import { holds, readFamily, readRoom } from '../doubles/read-documents.ts';
import type { Person } from './people.ts';
import type { Actor, Stage } from './stage.ts';

/** The rules a run must keep. Each throws with what is wrong. */

/** While it runs: a member who reads "Synced" has nothing that the relay would not find on its disk after a power cut. */
export async function judgeStatus({ world, actors, room }: Stage): Promise<void> {
  const claims = actors.flatMap((actor) => {
    const rows = [...actor.persons.values()].map((person) => person.sync());
    return rows.some((row) => row?.state === 'synced' && row.unsent === 0) ? [actor] : [];
  });
  if (claims.length === 0) return;
  const stored = await readRoom(world.relay.disks.get(room) ?? new Map());
  for (const { browser } of claims) {
    const doc = browser.worker?.doc;
    if (doc && !holds(stored, doc))
      throw new Error(`${browser.name} shows "Synced" with changes the relay does not hold`);
  }
}

/** While it runs: where a page says that nothing is unsent, the relay's disk has everything that was made here. */
export async function judgeUnsent({ world, actors, room }: Stage): Promise<void> {
  const stored = Y.encodeStateVector(await readRoom(world.relay.disks.get(room) ?? new Map()));
  const clocks = Y.decodeStateVector(stored);
  for (const { browser, persons } of actors) {
    const doc = browser.worker?.doc;
    if (!doc || ![...persons.values()].some((person) => person.sync()?.unsent === 0)) continue;
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
      if (browser.clientIds.has(client) && clock > (clocks.get(client) ?? 0)) {
        throw new Error(`${browser.name} says that nothing is unsent`);
      }
    }
  }
}

/** While it runs: what was acknowledged survives the worker. */
export function judgeAcknowledged({ ledger, actors, codec }: Stage): void {
  const stored = actors.map(({ browser }) => browser.disk.doc.getMap('values'));
  for (const [id, fate] of ledger.fates) {
    if (!fate.isAcknowledged) continue;
    const key = codec.keyOf(`item/${id}/core`);
    if (!stored.some((values) => values.has(key))) throw new Error(`an acknowledged addition is on no disk: ${id}`);
  }
}

/** At any time: what patches made of a page's rows is what a new page is shown. */
export async function judgePages(stage: Stage): Promise<void> {
  for (const actor of stage.actors) {
    const fresh = stage.open(actor);
    const views = [...actor.persons.values()];
    for (const { id } of fresh.lists()) for (const view of views) view.entries(id);
    await stage.world.flowFor(2_000);
    for (const { id } of fresh.lists()) for (const view of views) view.entries(id);
    await stage.world.flow();
    const expected = viewOf(fresh);
    for (const view of views) {
      if (viewOf(view) !== expected) throw new Error(`a page of ${actor.browser.name} is not what a new one shows`);
    }
    stage.shut(actor, fresh);
    await stage.world.flow();
  }
}

/** Once all is repaired, and before anything is started anew: everybody has the same, and shows it. */
export async function judgeRepaired(stage: Stage): Promise<void> {
  judgeSynced(stage);
  hashOf(
    stage.actors.map((actor) => ({ name: actor.browser.name, doc: docOf(actor) })),
    await stage.openCodec(),
  );
  await judgePages(stage);
  judgeViews(stage);
}

/** Started anew: what the relay would find on its disk is, by itself, what a member has. */
export async function judgeRelay(stage: Stage): Promise<void> {
  const { world, actors, room } = stage;
  judgeSettled(stage);
  const stored = await readRoom(world.relay.disks.get(room) ?? new Map());
  const [first] = actors;
  if (first !== undefined)
    hashOf(
      [
        { name: first.browser.name, doc: docOf(first) },
        { name: 'the relay', doc: stored },
      ],
      await stage.openCodec(),
    );
}

/** At the end, everybody connected and everything delivered. Answers the hash of the content that all have. */
export async function judgeEnd(stage: Stage): Promise<string> {
  const { actors } = stage;
  judgeSettled(stage);
  const hash = hashOf(
    actors.map((actor) => ({ name: actor.browser.name, doc: docOf(actor) })),
    await stage.openCodec(),
  );
  await judgePages(stage);
  judgeViews(stage);
  await judgeFates(stage);
  return hash;
}

function hashOf(holders: { name: string; doc: Y.Doc }[], codec: Codec): string {
  const hashes = holders.map(({ name, doc }) => {
    const family = readFamily(doc, codec);
    const { fromNewer, unreadable } = family.health();
    if (fromNewer + unreadable > 0) throw new Error(`${name} has values that do not read`);
    const hash = family.contentHash();
    family.close();
    return { name, hash };
  });
  const other = hashes.find(({ hash }) => hash !== hashes[0]?.hash);
  if (other !== undefined) throw new Error(`${other.name} has other content than ${hashes[0]?.name}`);
  return hashes[0]?.hash ?? '';
}

/** Every page says "Synced", and nothing is unsent or unanswered. */
function judgeSynced({ actors, counts }: Stage): void {
  for (const { browser, persons } of actors) {
    for (const person of persons.values()) {
      const row = person.sync();
      if (row?.state !== 'synced' || row.unsent !== 0) {
        throw new Error(`${browser.name} ends as ${row?.state}, ${row?.unsent} unsent`);
      }
      if (person.page.pending.peek() > 0) throw new Error(`${browser.name} has commands without an answer`);
    }
  }
  if (counts.answered > counts.commands) throw new Error('a command was answered twice');
}

/** Beyond that: nothing is left in an outbox or remembered as unsent, and every disk has it all. */
function judgeSettled(stage: Stage): void {
  judgeSynced(stage);
  for (const actor of stage.actors) {
    const { browser } = actor;
    for (const [key, value] of browser.keyValue.content) {
      if (key.startsWith('outbox/')) throw new Error(`${browser.name} still has a command in the outbox`);
      if (key.startsWith('unsent/') && JSON.parse(value).count > 0)
        throw new Error(`${browser.name} remembers unsent changes`);
      if (key.startsWith('set-aside/') && (JSON.parse(value) as { error?: string }).error !== 'not-found') {
        throw new Error(`${browser.name} has set a command aside: ${value}`);
      }
    }
    if (!holds(browser.disk.doc, docOf(actor))) throw new Error(`${browser.name}'s disk lacks something`);
  }
}

/** Everybody sees the same, and in groceries nothing twice. */
function judgeViews({ actors }: Stage): void {
  const views = actors.map((actor) => ({ name: actor.browser.name, person: firstPerson(actor) }));
  const [first] = views;
  if (first === undefined) throw new Error('nobody is there');
  const expected = viewOf(first.person);
  for (const { name, person } of views) {
    if (viewOf(person) !== expected) throw new Error(`${name} sees other rows than ${first.name}`);
  }
  const seen = new Set<string>();
  for (const list of first.person.lists()) {
    const open = new Set<string>();
    const rows = first.person.entries(list.id);
    if (list.openCount !== rows.filter(({ done }) => done === null).length) throw new Error('a list miscounts');
    for (const { ids, title, done, parent = '' } of rows) {
      for (const id of ids) {
        if (seen.has(id)) throw new Error(`an addition is in two rows: ${title}`);
        seen.add(id);
      }
      if (parent !== '' && !rows.some((row) => row.ids.includes(parent as ItemId))) {
        throw new Error(`a part of something that is not shown: ${title}`);
      }
      if (list.kind !== 'groceries' || done !== null) continue;
      const key = `${parent}/${titleKey(title)}`;
      if (open.has(key)) throw new Error(`groceries has two open rows: ${title}`);
      open.add(key);
    }
  }
}

/** Nothing that was promised is lost, nothing comes back by itself, nothing is there that nobody made. */
async function judgeFates({ ledger, actors, openCodec }: Stage): Promise<void> {
  const [first] = actors;
  if (first === undefined) throw new Error('nobody is there');
  const family = readFamily(docOf(first), await openCodec());
  const found = new Map(family.export().lists.flatMap(({ entries }) => entries.map((entry) => [entry.id, entry])));
  family.close();
  for (const { id, title } of found.values()) {
    if (ledger.fates.get(id as ItemId)?.isAddTried !== true) throw new Error(`added by nobody: ${title}`);
  }
  for (const [id, fate] of ledger.fates) {
    const entry = found.get(id);
    if (entry === undefined) {
      if (fate.isAcknowledged) throw new Error(`an acknowledged addition is lost: ${[...fate.titles]}`);
      if (fate.isKept && !fate.isRefused) throw new Error(`an addition from the outbox is lost: ${[...fate.titles]}`);
      continue;
    }
    if (!fate.titles.has(entry.title)) throw new Error(`a title nobody wrote: ${entry.title}`);
    if (entry.deleted && !fate.isDeleteTried) throw new Error(`deleted by nobody: ${entry.title}`);
    if (!entry.deleted && fate.isDeleteDone && !fate.isRestoreTried)
      throw new Error(`deleted, came back: ${entry.title}`);
    if (entry.done && !fate.isTickTried) throw new Error(`ticked by nobody: ${entry.title}`);
    if (!entry.done && fate.isTickDone && !fate.isUntickTried) throw new Error(`ticked, came back: ${entry.title}`);
  }
}

function viewOf(person: Person): string {
  const lists = person.lists();
  return JSON.stringify([lists, lists.map(({ id }) => person.entries(id)), person.agenda()]);
}

function firstPerson(actor: Actor): Person {
  const [person] = actor.persons.values();
  if (person === undefined) throw new Error(`${actor.browser.name} has no page`);
  return person;
}

function docOf({ browser }: Actor): Y.Doc {
  const doc = browser.worker?.doc;
  if (!doc) throw new Error(`${browser.name} has no document`);
  return doc;
}
