import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Doc } from 'yjs';
import { KEEPALIVE_FRAME, RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';
import { makeInviteEntry, makeLeaveEntry, makeRecoveryEntry } from '../../lib/vault/chain-making.ts';
import type { Device } from '../../lib/vault/device.ts';
import { deriveInviteKeys, newInviteSecret } from '../../lib/vault/invite.ts';
import { updateFrame } from '../../server/frames.ts';
import { connectRaw, type RawMember } from '../server/raw-member.ts';
import { type RelayFolder, startRelayInFolder } from '../server/relay-folder.ts';
import { until } from '../server/until.ts';
import { type ChainFamily, createChainFamily, type HandshakeParams } from './chain-family.ts';
import { updateIn } from './delivered-frames.ts';

/** Ana founded the family; Ben is in it; Mateo was, until Ana removed him. */
let folder: RelayFolder;
let family: ChainFamily;
let ben: Device;
let mateo: Device;
let headBefore: Uint8Array;

beforeAll(async () => {
  folder = await startRelayInFolder();
});
afterAll(() => folder.remove());
beforeEach(async () => {
  family = await createChainFamily();
  ben = await family.admit();
  mateo = await family.admit();
  await family.publish(folder.authority);
  headBefore = family.chain.head;
});

const removeMateo = async () => {
  await family.remove(mateo.id);
  await family.publish(folder.authority);
};
const enter = (params: HandshakeParams) => connectRaw(folder.authority, family.room, params);
const handshake = (device: Device, options?: Parameters<ChainFamily['handshake']>[2]) =>
  family.handshake(folder.authority, device, options);

async function call(body: Record<string, unknown>): Promise<Record<string, unknown>> {
  const url = `http://${folder.authority}/parties/main/${family.room}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}
const ask = (params: HandshakeParams) => call({ type: 'ask', ...params });
const report = (params: HandshakeParams) => call({ type: 'report', ...params });
const append = (entry: Uint8Array) =>
  call({ type: 'append', protocol: String(RELAY_PROTOCOL), entries: [toBase64url(entry)] });

/** Every field of an answer that tells something besides why not. */
const told = (answer: Record<string, unknown>) =>
  Object.keys(answer).filter((field) => !['relay', 'protocol', 'ok', 'reason', 'skewMs'].includes(field));
const updatesTo = (member: RawMember) => member.frames.map(updateIn).filter((content) => content !== 'none');

describe('a proof that was used', () => {
  it('gets nothing: no connection, no entries, no names of who waits, no report', async () => {
    const used = await handshake(ben);
    await (await enter(used)).close();
    const again = await enter(used);

    expect([again.isClosed, again.frames.length, again.texts.length]).toEqual([true, 0, 0]);
    for (const answer of [await ask(used), await report(used)]) {
      expect(answer).toMatchObject({ ok: false, reason: 'replayed' });
      expect(told(answer)).toEqual([]);
    }
  });

  it('gets nothing after the relay was killed, either, nor when the family has gone on', async () => {
    const used = await handshake(ben);
    await (await enter(used)).close();
    await removeMateo();
    await folder.relay.kill9();
    await folder.restart();
    const again = await enter(used);

    expect([again.isClosed, again.frames.length]).toEqual([true, 0]);
    for (const answer of [await ask(used), await report(used)]) expect([answer.ok, told(answer)]).toEqual([false, []]);
  });
});

describe('a removed device', () => {
  it('is closed within two seconds, and gets not one byte of what is written from then on', async () => {
    const [ana, open] = [await enter(await handshake(family.founder)), await enter(await handshake(mateo))];
    for (const member of [ana, open]) {
      // As every client does at once: workerd leaves the connection of one that never sent anything to end by itself, after its close frame.
      member.send(KEEPALIVE_FRAME);
      await until('the relay answers', () => member.frames.length > 1);
    }
    const start = performance.now();
    await removeMateo();
    const { code, reason } = await open.closed;
    const [frames, texts] = [open.frames.length, open.texts.length];

    expect([code, reason]).toEqual([4400, 'removed']);
    expect(performance.now() - start).toBeLessThan(2_000);
    // The others come back with the new epoch's head, and write.
    await ana.closed;
    const [anaAgain, benNow] = [await enter(await handshake(family.founder)), await enter(await handshake(ben))];
    const doc = new Doc();
    doc.on('update', (update: Uint8Array) => anaAgain.send(updateFrame(update)));
    doc.getMap('values').set('a', 1);
    await until('Ben has it', () => updatesTo(benNow).length > 0);
    expect([open.frames.length, open.texts.length]).toEqual([frames, texts]);
    await Promise.all([anaAgain.close(), benNow.close()]);
    doc.destroy();
  });

  it('is refused with every proof it can make, and learns at most who removed it', async () => {
    await removeMateo();
    for (const head of [family.chain.head, headBefore]) {
      const refused = await enter(await handshake(mateo, { head }));
      expect([refused.isClosed, refused.frames.length, refused.texts.length]).toEqual([true, 0, 0]);
      const answer = await ask(await handshake(mateo, { head }));
      expect(answer).toMatchObject({ ok: false, reason: 'removed' });
      expect(told(answer)).toEqual(['tail']);
      expect(await report(await handshake(mateo, { head }))).toMatchObject({ ok: false, reason: 'removed' });
    }
    // What comes after its removal is not for it.
    const lea = await family.admit();
    await family.publish(folder.authority);
    const answer = await ask(await handshake(mateo, { head: headBefore }));
    expect(answer.tail).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toContain(lea.id);
  });

  it('adds nothing to the chain: no invite, no recovery key, no removal, not even its leaving', async () => {
    await removeMateo();
    const now = Date.now();
    const invite = deriveInviteKeys(newInviteSecret());
    const place = { device: mateo, previous: family.chain.head, at: now };
    const envelope = crypto.getRandomValues(new Uint8Array(80));
    const entries = [
      await makeInviteEntry({ ...place, invite, expiresAt: now + 1_000_000, envelope }),
      await makeRecoveryEntry({ ...place, recovery: invite, envelope }),
      await makeLeaveEntry(place),
    ];
    for (const entry of entries) expect(await append(entry)).toMatchObject({ ok: false });
    const { tail } = await ask(await handshake(ben, { head: headBefore }));
    expect(tail).toHaveLength(1);
  });
});

describe('somebody who holds the family’s secret and was never let in', () => {
  it('gets nothing', async () => {
    const stranger = await family.newDevice();
    const refused = await enter(await handshake(stranger));
    expect([refused.isClosed, refused.frames.length]).toEqual([true, 0]);
    for (const answer of [await ask(await handshake(stranger)), await report(await handshake(stranger))]) {
      expect(answer).toMatchObject({ ok: false, reason: 'not-a-member' });
      expect(told(answer)).toEqual([]);
    }
  });
});
