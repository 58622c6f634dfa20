import { type EventId, type ItemId, type ListId, type MemberId, newId } from '../../lib/protocol/ids.ts';
import type { EntryRow } from '../../lib/protocol/values.ts';
import { wordsOf } from './needles.ts';
import type { RealMember } from './real-member.ts';

/**
 * What a family writes in a week. Long, rare words: what a hunt for them finds is a leak and never chance, and nothing that the relay says by itself.
 */
const TEXTS = {
  family: 'Casa Sanchez-Quintanilla',
  renamedFamily: 'Familie Zwetschgendorf',
  lists: ['Wochenmarkteinkauf', 'Hausmeisterarbeiten', 'Geburtstagswünsche'],
  groceries: [
    'Butternusskürbis',
    'Johannisbeergelee',
    'Roggenvollkornbrot',
    'Pistazienkerne ungesalzen',
    'Léberkäse',
    'Mandarinensaft',
  ],
  todos: ['Heizungsthermostat entlüften', 'Versicherungsschein kündigen', 'Zahnspangenkontrolle vereinbaren'],
  renamed: 'Hokkaidokürbis statt Muskatkürbis',
  notes: ['Codewort der Alarmanlage: Schneeeule', 'пароль от калитки ежевика', '玄関の暗証番号は七四一九です'],
  links: [
    {
      url: 'https://rezepte.test/kuerbissuppe-mit-ingwerschaum?portionen=sechzehn',
      title: 'Kürbissuppe mit Ingwerschaum',
    },
    { url: 'https://krankenkasse.test/versichertennummer/QX7719380264', title: 'Versichertenbescheinigung' },
  ],
  units: ['Zwiebelnetz'],
  events: ['Kieferorthopädin Wolkenstein', 'Elternsprechabend Lindengymnasium', 'Überraschungsparty für Großmutter'],
  places: ['Praxis am Rosengarten, Hinterhaus', 'Aula der Waldorfschule', 'Gasthaus Krähwinkel'],
  eventNotes: [
    'Röntgenbilder mitbringen',
    'Thema: Versetzungsgefährdung',
    'niemandem verraten, Champagner kaltstellen',
  ],
  members: ['Ana Sanchez', 'Ben Sanchez', 'Léa Sanchez', 'Mateo Sanchez'],
  renamedMember: 'Benjamin Sanchez-Quintanilla',
  device: 'Arbeitslaptop Steuerkanzlei',
  afterRemoval: ['Türschloss auswechseln', 'Sparbuchpasswort Nachtigallenweg'],
} as const;

/** Every text of the week: phrases, and their words that are long enough to be hunted. */
export function textsOfWeek(): string[] {
  const phrases = Object.values(TEXTS)
    .flat()
    .flatMap((text): string[] => (typeof text === 'string' ? [text] : [text.url, text.title]));
  return [...new Set([...phrases, ...phrases.flatMap(wordsOf)])];
}

/** What the week made besides: secrets that nobody but members may see. */
export interface WeekSecrets {
  readonly inviteLinks: string[];
  readonly recoveryWords: string[];
  readonly recoveryLink: string;
  /** The family's backup file: it leaves the browser, so nothing may be read in it. */
  readonly backup: string;
}

/** A browser that has no family yet. */
export type NewMember = (name: string) => RealMember;

export interface Week {
  readonly ana: RealMember;
  readonly ben: RealMember;
  readonly lea: RealMember;
  /** Was removed on Saturday. */
  readonly mateo: RealMember;
  readonly secrets: WeekSecrets;
}

/** Lives the week: founding, inviting, joining, writing in every field, renaming, removing, a recovery kit. All is on the relay afterwards. */
export async function liveFamilyWeek(newMember: NewMember): Promise<Week> {
  const [anaName, benName, leaName, mateoName] = TEXTS.members;
  const ana = newMember(anaName);
  await ana.run({ type: 'createFamily', yourName: anaName, familyName: TEXTS.family });
  const inviteLinks: string[] = [];

  async function join(name: string): Promise<RealMember> {
    const { link } = await ana.run({ type: 'makeInvite' });
    inviteLinks.push(String(link));
    const member = newMember(name);
    await member.run({ type: 'joinFamily', invite: String(link), yourName: name });
    await ana.sees(`${name} is a member`, { type: 'members' }, (rows) => rows.some((row) => row.name === name));
    return member;
  }
  /** Knocks, and is let in by Ana. */
  async function joinByAsking(): Promise<RealMember> {
    await ana.run({ type: 'setApproval', approval: true });
    const { link } = await ana.run({ type: 'makeInvite' });
    inviteLinks.push(String(link));
    const member = newMember(leaName);
    await member.run({ type: 'joinFamily', invite: String(link), yourName: leaName });
    await member.sees('that she waits', { type: 'session' }, ([row]) => row?.state === 'waiting');
    await ana.run({ type: 'refreshAccess' });
    const waiting = () => ana.rows({ type: 'access' })[0]?.waiting ?? [];
    await ana.sees('who waits', { type: 'access' }, ([row]) => row?.waiting[0]?.name === leaName);
    const [knock] = waiting();
    if (knock !== undefined)
      await ana.run({ type: 'answerKnock', invite: knock.invite, device: knock.device, accept: true });
    await member.sees('that she is in', { type: 'session' }, ([row]) => row?.state === 'ready');
    return member;
  }
  // Monday: two come in, lists are made.
  const ben = await join(benName);
  const mateo = await join(mateoName);
  const kinds = ['groceries', 'todo', 'plain'] as const;
  const lists = TEXTS.lists.map((name, index) => ({ id: newId<ListId>(), name, kind: kinds[index] ?? 'plain' }));
  for (const list of lists) await ana.run({ type: 'addList', ...list });
  const [groceries, todos, plain] = lists.map(({ id }) => id);
  if (groceries === undefined || todos === undefined || plain === undefined) throw new Error('no lists');
  await ben.sees('the lists', { type: 'lists' }, (rows) => lists.every(({ id }) => rows.some((row) => row.id === id)));

  // Tuesday and Wednesday: entries with everything an entry can have, from two browsers.
  const memberId = (name: string) => memberOf(ana, name);
  await ana.run({
    type: 'addItems',
    list: groceries,
    items: TEXTS.groceries.map((title, index) => ({
      id: newId<ItemId>(),
      title,
      quantity: { amount: index + 1, unit: index === 0 ? TEXTS.units[0] : 'kg' },
      ...(index < TEXTS.links.length && { link: TEXTS.links[index] }),
      ...(index < TEXTS.notes.length && { note: TEXTS.notes[index] }),
    })),
  });
  await ben.run({
    type: 'addItems',
    list: todos,
    items: TEXTS.todos.map((title) => ({
      id: newId<ItemId>(),
      title,
      who: [memberId(benName), memberId(mateoName)],
      due: '2026-11-27',
    })),
  });
  await ana.sees('what Ben added', { type: 'list', list: todos }, (rows) => rows.length === TEXTS.todos.length);
  const rowsOf = (member: RealMember, list: ListId): EntryRow[] => member.rows({ type: 'list', list });
  await ben.sees('the groceries', { type: 'list', list: groceries }, (rows) => rows.length === TEXTS.groceries.length);
  const [first, second, third] = rowsOf(ben, groceries);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no rows');
  await ben.run({ type: 'changeItem', ids: first.ids, change: { title: TEXTS.renamed, note: TEXTS.notes[1] } });
  await ben.run({ type: 'setDone', ids: second.ids, done: true });
  await ben.run({ type: 'deleteItems', ids: third.ids });

  // Thursday: the calendar.
  for (const [index, title] of TEXTS.events.entries()) {
    const day = `2026-11-2${index + 4}`;
    await (index % 2 === 0 ? ana : ben).run({
      type: 'addEvent',
      id: newId<EventId>(),
      title,
      when: { allDay: false, start: `${day}T16:30`, end: `${day}T17:15`, zone: 'Europe/Madrid' },
      who: [memberId(benName)],
      place: TEXTS.places[index] ?? null,
      notes: TEXTS.eventNotes[index] ?? null,
    });
  }
  // Friday: names change; one more comes in.
  await ana.run({ type: 'renameFamily', name: TEXTS.renamedFamily });
  await ben.run({ type: 'changeMember', member: memberId(benName), name: TEXTS.renamedMember });
  const lea = await joinByAsking();
  await lea.sees('all lists', { type: 'lists' }, (rows) => rows.length >= TEXTS.lists.length);
  const [device] = memberRow(ana, anaName)?.devices ?? [];
  if (device !== undefined) await ana.run({ type: 'renameDevice', device: device.id, name: TEXTS.device });

  // Saturday: Mateo is removed, then the others write what is not for him; a kit is made, and a backup.
  const removed = memberRow(ana, mateoName);
  if (removed === undefined) throw new Error('no Mateo');
  await mateo.isSent();
  await ana.run({ type: 'removeDevices', devices: removed.devices.map(({ id }) => id), member: removed.id });
  await mateo.sees('that he was removed', { type: 'session' }, ([row]) => row?.removed !== undefined);
  await lea.run({
    type: 'addItems',
    list: plain,
    items: TEXTS.afterRemoval.map((title) => ({ id: newId<ItemId>(), title })),
  });
  const kit = await ana.run({ type: 'makeRecoveryKit' });
  const { text } = await ana.run({ type: 'exportBackup' });
  for (const member of [ana, ben, lea]) {
    await member.sees(
      'the last entries',
      { type: 'list', list: plain },
      (rows) => rows.length === TEXTS.afterRemoval.length,
    );
    await member.isSent();
  }
  return {
    ana,
    ben,
    lea,
    mateo,
    secrets: {
      inviteLinks,
      recoveryWords: wordsOfKit(kit.words),
      recoveryLink: String(kit.link),
      backup: String(text),
    },
  };
}

function wordsOfKit(words: unknown): string[] {
  if (!Array.isArray(words)) throw new Error('the kit has no words');
  return words.map(String);
}

const memberRow = (from: RealMember, name: string) => from.rows({ type: 'members' }).find((row) => row.name === name);

function memberOf(from: RealMember, name: string): MemberId {
  const row = memberRow(from, name);
  if (row === undefined) throw new Error(`${from.name} does not know ${name}`);
  return row.id;
}
