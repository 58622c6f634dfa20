import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeUpdate, mergeUpdates } from 'yjs';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import { readChain } from '../../lib/vault/chain-rules.ts';
import { type ChainState, envelopeFor } from '../../lib/vault/chain-state.ts';
import { openEnvelope } from '../../lib/vault/envelope.ts';
import { deriveInviteKeys, readInviteLink } from '../../lib/vault/invite.ts';
import { unwrapSecretUnder } from '../../lib/vault/keyring.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';
import { type CuttableProxy, createCuttableProxy } from '../e2e/harness/cuttable-proxy.ts';
import { type RelayFolder, startRelayInFolder } from '../server/relay-folder.ts';
import { type MemberSecrets, secretsOf } from './member-secrets.ts';
import { createRealMember, type RealMember } from './real-member.ts';
import { storedValues } from './relay-disk.ts';

/**
 * Ana, Ben and Mateo. While Ben's line is cut, and he writes, Ana removes Mateo and writes, too. Then Mateo gets the disk of the relay.
 */
const BEFORE = 'Kellerschlüssel liegt unter dem Blumentopf';
const BY_ANA = 'Neues Schloss bestellen';
const BY_BEN_OFFLINE = 'Ersatzschlüssel bei den Nachbarn';
const INVITED_LATER = 'Schlüsseldienst anrufen';
const WEEK_LIMIT_MS = 90_000;

let folder: RelayFolder;
let line: CuttableProxy;
const members: RealMember[] = [];
let mateo: MemberSecrets;
let ben: MemberSecrets;
/** Of all invites that were made, the one that Mateo came by and the one that was open when he was removed among them. */
let links: string[];
let values: Map<string, unknown>;
let chain: ChainState;

const newMember = (name: string, host: string) => {
  const member = createRealMember(name, host);
  members.push(member);
  return member;
};

beforeAll(async () => {
  folder = await startRelayInFolder();
  line = await createCuttableProxy(folder.relay.port);
  const [ana, benHere, mateoHere] = [
    newMember('Ana', folder.authority),
    newMember('Ben', line.authority),
    newMember('Mateo', folder.authority),
  ];
  await ana.run({ type: 'createFamily', yourName: 'Ana', familyName: 'Sanchez' });
  const invite = async () => String((await ana.run({ type: 'makeInvite' })).link);
  links = [await invite(), await invite()];
  const [forBen = '', forMateo = ''] = links;
  // Ben reaches the relay by a line of his own.
  await benHere.run({
    type: 'joinFamily',
    invite: forBen.replace(folder.authority, line.authority),
    yourName: 'Ben',
  });
  await mateoHere.run({ type: 'joinFamily', invite: forMateo, yourName: 'Mateo' });
  const list = newId<ListId>();
  await ana.run({ type: 'addList', id: list, name: 'Haus', kind: 'plain' });
  const add = (member: RealMember, title: string) =>
    member.run({ type: 'addItems', list, items: [{ id: newId<ItemId>(), title }] });
  const seesAll = (member: RealMember, titles: string[]) =>
    member.sees(titles.join(), { type: 'list', list }, (rows) =>
      titles.every((it) => rows.some((row) => row.title === it)),
    );
  await add(ana, BEFORE);
  for (const member of [benHere, mateoHere]) await seesAll(member, [BEFORE]);
  for (const member of members) await member.isSent();
  await ana.sees('Mateo', { type: 'members' }, (rows) =>
    rows.some((row) => row.name === 'Mateo' && row.devices.length > 0),
  );

  line.cut();
  await benHere.sees('that he is offline', { type: 'sync' }, ([row]) => row?.state === 'offline');
  await add(benHere, BY_BEN_OFFLINE);
  const removed = ana.rows({ type: 'members' }).find(({ name }) => name === 'Mateo');
  if (removed === undefined) throw new Error('no Mateo');
  await ana.run({ type: 'removeDevices', devices: removed.devices.map(({ id }) => id), member: removed.id });
  await add(ana, BY_ANA);
  await ana.isSent();
  line.mend();
  await seesAll(ana, [BY_ANA, BY_BEN_OFFLINE]);
  const link = await invite();
  links.push(link);
  const lea = newMember('Léa', folder.authority);
  await lea.run({ type: 'joinFamily', invite: link, yourName: 'Léa' });
  await seesAll(lea, [BEFORE, BY_ANA, BY_BEN_OFFLINE]);
  await add(lea, INVITED_LATER);
  for (const member of [ana, benHere, lea]) {
    await seesAll(member, [INVITED_LATER]);
    await member.isSent();
  }
  [mateo, ben] = [await secretsOf(mateoHere), await secretsOf(benHere)];
  for (const member of members) await member.close();
  await folder.relay.stop();
  values = await storedValues(folder.dataDir);
  const entries = [...values].filter(([key]) => key.startsWith('gate/chain/')).sort(([a], [b]) => (a < b ? -1 : 1));
  const read = readChain(
    entries.map(([, entry]) => entryBytes(entry)),
    mateo.chain.room,
  );
  if (!read.ok) throw new Error(`the stored chain does not hold: ${read.why}`);
  chain = read.state;
}, WEEK_LIMIT_MS);

afterAll(async () => {
  await line.close();
  await folder.remove();
});

describe('a removed member with the relay’s whole disk', () => {
  it('finds there what it is after: the family’s sealed values of all epochs, and its chain', () => {
    const epochs = new Set(sealedValues().map(({ sealed }) => sealed[1] ?? 0));
    expect(epochs.has(1)).toBe(true);
    expect(Math.max(...epochs)).toBe(chain.epoch);
    expect(chain.epoch).toBeGreaterThan(mateo.keyring.epoch);
    expect(chain.devices.get(mateo.stored.id)?.removed).not.toBeNull();
  });

  it('opens what was written before, and nothing that was written afterwards: not by Ana, not by Ben while he was offline', () => {
    const readBy = ({ keyring }: MemberSecrets) => {
      const codec = createSealingCodec(keyring.sealingKeys());
      return sealedValues().flatMap(({ key, sealed }) => {
        const opened = codec.open(key, sealed);
        return opened.ok ? [new TextDecoder().decode(opened.plain)] : [];
      });
    };
    const has = (texts: string[]) =>
      [BEFORE, BY_ANA, BY_BEN_OFFLINE, INVITED_LATER].map((title) => texts.join().includes(title));
    expect(has(readBy(mateo))).toEqual([true, false, false, false]);
    expect(has(readBy(ben))).toEqual([true, true, true, true]);
  });

  it('cannot take a new value for an old one: relabelled, it does not open', () => {
    const codec = createSealingCodec(mateo.keyring.sealingKeys());
    const later = sealedValues().filter(({ sealed }) => (sealed[1] ?? 0) > mateo.keyring.epoch);
    expect(later.length).toBeGreaterThan(0);
    for (const { key, sealed } of later) {
      expect(codec.open(key, sealed)).toEqual({ ok: false, why: 'epoch' });
      for (const epoch of mateo.secrets.keys()) {
        const relabelled = sealed.slice();
        relabelled[1] = epoch;
        expect(codec.open(key, relabelled)).toEqual({ ok: false, why: 'damaged' });
      }
    }
  });

  it('gets no newer secret out of the chain: with its own keys, with any invite it ever saw, with any secret it holds', async () => {
    const { room } = chain;
    const later = [...chain.epochs.keys()].filter((epoch) => epoch > mateo.keyring.epoch);
    expect(later.length).toBeGreaterThan(0);
    const seen = links.slice(0, 2).map((link) => {
      const read = readInviteLink(link);
      if (!read.ok) throw new Error('not a link');
      return deriveInviteKeys(read.invite.secret).agreeKeys;
    });
    const envelopes = allEnvelopes();
    expect(envelopes.length).toBeGreaterThan(5);
    for (const epoch of later) {
      for (const envelope of envelopes) {
        for (const recipient of [mateo.stored.agreeKey, ...seen]) {
          expect(await openEnvelope({ room, epoch, recipient, envelope })).toBeNull();
        }
      }
      for (const secret of mateo.secrets.values()) {
        const wrapped = chain.epochs.get(epoch)?.wrapped ?? new Uint8Array();
        expect(unwrapSecretUnder(secret, wrapped, { room, epoch })).toBeNull();
      }
    }
    // A member's key does open them: the search is one.
    const own = envelopeFor(chain, await publicOf(ben));
    expect(own && (await openEnvelope({ room, ...own, recipient: ben.stored.agreeKey }))).toEqual(
      ben.secrets.get(chain.epoch),
    );
  });
});

/** Every sealed value in every stored update, also those that were overwritten later, with its key in the document. */
function sealedValues(): { key: string; sealed: Uint8Array }[] {
  const parts = new Map<string, Uint8Array[]>();
  for (const [key, value] of [...values].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, kind, id] = /^journal\/(snapshot|row)\/([^/]+)\//.exec(key) ?? [];
    if (kind === undefined || id === undefined || !(value instanceof Uint8Array)) continue;
    parts.set(`${kind}/${id}`, [...(parts.get(`${kind}/${id}`) ?? []), value]);
  }
  const updates = [...parts.values()].map((chunks) => new Uint8Array(Buffer.concat(chunks)));
  const structs = structsOf(mergeUpdates(updates));
  // A write over another names that one instead of the key, whatever client it is of: until nothing more is learned.
  const keys = new Map<string, string>();
  const keyOf = ({ parentSub, origin }: Struct) =>
    parentSub ?? (origin && keys.get(`${origin.client}:${origin.clock}`));
  for (let known = -1; known < keys.size; ) {
    known = keys.size;
    for (const struct of structs) {
      const key = keyOf(struct);
      for (let at = 0; key && at < struct.length; at++) keys.set(`${struct.id.client}:${struct.id.clock + at}`, key);
    }
  }
  return structs.flatMap((struct) => {
    const key = keyOf(struct);
    const sealed = struct.content?.content;
    return key && sealed instanceof Uint8Array ? [{ key, sealed }] : [];
  });
}

/** What of a Yjs item is looked at. */
interface Struct {
  readonly id: { client: number; clock: number };
  readonly length: number;
  readonly parentSub?: string | null;
  readonly origin?: { client: number; clock: number } | null;
  /** Of one that holds bytes. */
  readonly content?: { content?: unknown };
}

function structsOf(update: Uint8Array): Struct[] {
  return decodeUpdate(update).structs as unknown as Struct[];
}

/** Everything in the chain that may be an envelope: 80 bytes at any place of any entry would be too slow, so those that the chain names. */
function allEnvelopes(): Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  const keep = (envelope: Uint8Array | null | undefined) => envelope && found.set(toBase64url(envelope), envelope);
  for (const envelope of chain.envelopes.values()) keep(envelope);
  for (const invite of chain.invites.values()) keep(invite.envelope);
  keep(chain.recovery?.envelope);
  for (const entry of values) {
    if (!entry[0].startsWith('gate/chain/')) continue;
    const bytes = entryBytes(entry[1]);
    // Of an epoch, those for the members are its last part before the signature, each after 16 bytes of whom it is for.
    for (let end = bytes.length - 64; bytes[1] === 6 && end > 300; end -= 96) keep(bytes.subarray(end - 80, end));
  }
  return [...found.values()];
}

function entryBytes(stored: unknown): Uint8Array {
  const text = typeof stored === 'string' ? stored : (stored as { entry?: unknown }).entry;
  const bytes = typeof text === 'string' ? fromBase64url(text) : null;
  if (bytes === null) throw new Error('not an entry');
  return bytes;
}

async function publicOf({ stored }: MemberSecrets): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', stored.agreeKey.publicKey));
}
