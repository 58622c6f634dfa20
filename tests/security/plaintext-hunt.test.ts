import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Doc } from 'yjs';
import { fromBase64url } from '../../lib/vault/base64url.ts';
import { updateFrame } from '../../server/frames.ts';
import { connectRaw } from '../server/raw-member.ts';
import { type RelayFolder, startRelayInFolder } from '../server/relay-folder.ts';
import { createTestFamily } from '../server/test-family.ts';
import { liveFamilyWeek, textsOfWeek, type Week } from './family-week.ts';
import { needlesOfSecrets, secretsOf } from './member-secrets.ts';
import { hunt, type Needle, needlesOfBytes, needlesOfText } from './needles.ts';
import { createRealMember, type RealMember } from './real-member.ts';
import { createRecordingProxy, type RecordingProxy } from './recording-proxy.ts';
import { filesOf } from './relay-disk.ts';

const WEEK_LIMIT_MS = 120_000;

interface Scene {
  readonly folder: RelayFolder;
  readonly proxy: RecordingProxy;
  /** Everything that was written to disk at some moment, was on the wire, or was said by the relay. */
  places(): Promise<[place: string, content: Buffer][]>;
  close(): Promise<void>;
}

async function createScene(): Promise<Scene> {
  const folder = await startRelayInFolder();
  const proxy = await createRecordingProxy(folder.relay.port);
  return {
    folder,
    proxy,
    async places() {
      const { output, log } = folder.relay;
      return [
        ...(await filesOf(folder.dataDir)),
        ...proxy.traffic(),
        ['standard output', Buffer.from(output)],
        ['standard error', Buffer.from(log)],
      ];
    },
    async close() {
      await proxy.close();
      await folder.remove();
    },
  };
}

describe('a family’s week, through a recording proxy and the real relay', () => {
  let scene: Scene;
  let week: Week;
  let places: [place: string, content: Buffer][];
  let secrets: Needle[];
  const members: RealMember[] = [];
  const said: string[] = [];

  beforeAll(async () => {
    scene = await createScene();
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...values) =>
        said.push(`${level}: ${values.map(String).join(' ')}`),
      );
    }
    week = await liveFamilyWeek((name) => {
      const member = createRealMember(name, scene.proxy.authority);
      members.push(member);
      return member;
    });
    const running = await scene.places();
    secrets = [...linkSecrets(week), ...(await Promise.all(members.map(secretsOf))).flatMap(needlesOfSecrets)];
    for (const member of members) await member.close();
    // Once more after the relay has written what it writes at the end.
    await scene.folder.relay.stop();
    places = [...running, ...(await filesOf(scene.folder.dataDir))];
  }, WEEK_LIMIT_MS);
  afterAll(async () => {
    vi.restoreAllMocks();
    await scene.close();
  });

  it('was lived: members agree, and the relay has stored and carried it', () => {
    const [ana, ben] = [week.ana, week.ben].map(({ doc }) => doc?.getMap('values').size);
    expect(ana).toBeGreaterThan(30);
    expect(ben).toBe(ana);
    const sizes = Object.groupBy(places, ([place]) =>
      place.includes('.sqlite') ? 'disk' : place.startsWith('connection') ? 'wire' : 'said',
    );
    const bytes = (of: typeof places = []) => of.reduce((sum, [, content]) => sum + content.length, 0);
    expect(bytes(sizes.disk)).toBeGreaterThan(50_000);
    expect(bytes(sizes.wire)).toBeGreaterThan(50_000);
    expect(scene.proxy.connections).toBeGreaterThan(8);
  });

  it('left no word of it, in any encoding, on the relay’s disk, on the wire, or in what the relay said', () => {
    expect(hunt(places, textsOfWeek().flatMap(needlesOfText))).toEqual([]);
  });

  it('left no word of it in the backup file', () => {
    const backup = [['backup', Buffer.from(week.secrets.backup)]] as const;
    expect(backup[0][1].length).toBeGreaterThan(10_000);
    expect(hunt(backup, textsOfWeek().flatMap(needlesOfText))).toEqual([]);
  });

  it('left no secret there: of epochs, of invites, of the recovery kit, nor a key that follows from one', () => {
    expect(new Set(secrets.map(({ text }) => text)).size).toBeGreaterThan(20);
    expect(hunt(places, secrets)).toEqual([]);
  });

  it('left no secret in the clear in storage.local, and no word of the week but the family’s name', () => {
    for (const { name, stored } of members) {
      const clear = [[name, Buffer.from(JSON.stringify([...stored]))]] as const;
      expect(hunt(clear, secrets)).toEqual([]);
      const words = hunt(clear, textsOfWeek().flatMap(needlesOfText)).map(({ text }) => text);
      expect(words.filter((text) => !FAMILY_NAME.includes(text))).toEqual([]);
    }
  });

  it('left nothing on the console: workers’ warnings name no word, no secret and no whole id', () => {
    const lines = [...said, ...members.flatMap(({ warnings }) => warnings)];
    const console = [['console', Buffer.from(lines.join('\n'))]] as const;
    expect(hunt(console, [...secrets, ...textsOfWeek().flatMap(needlesOfText)])).toEqual([]);
    expect(lines.filter((line) => /[A-Za-z0-9_-]{22}/.test(line))).toEqual([]);
  });

  it('put nothing into addresses but the room, the founding entry and proofs', () => {
    const requests = places.flatMap(([place, content]) =>
      place.includes('to the relay')
        ? [...content.toString('latin1').matchAll(/^(?:GET|POST|PUT|HEAD) (\S+) HTTP/gm)]
        : [],
    );
    const paths = [...new Set(requests.map(([, path]) => path?.replaceAll(/=[A-Za-z0-9_-]+/g, '=…')))];
    const { room } =
      members.map(({ stored }) => JSON.parse(stored.get('family') ?? '{}') as { room?: string })[0] ?? {};
    expect(paths.length).toBeGreaterThan(1);
    const known = [
      new RegExp(`^/parties/main/${room}(\\?(&?(_pk|protocol|chain|proof)=…)+)?$`),
      // The pointer of the recovery kit has a room of its own.
      /^\/parties\/main\/[A-Za-z0-9_-]{43}$/,
    ];
    expect(paths.filter((path) => !known.some((form) => form.test(path ?? '')))).toEqual([]);
  });
});

describe('the hunt would find it', () => {
  const WORD = 'Schwarzwälderkirschtorte';
  let scene: Scene;
  beforeAll(async () => {
    scene = await createScene();
  });
  afterAll(() => scene.close());

  it('on disk and on the wire in both directions, if a member sent it unsealed; as it is, and in every encoding', async () => {
    const family = await createTestFamily();
    const authority = scene.proxy.authority;
    const [ana, ben] = [
      await connectRaw(authority, family.room, await family.handshake(authority)),
      await connectRaw(authority, family.room, await family.handshake(authority)),
    ];
    const doc = new Doc();
    doc.on('update', (update: Uint8Array) => ana.send(updateFrame(update)));
    const map = doc.getMap('values');
    const utf8 = Buffer.from(WORD);
    const utf16 = Buffer.from(WORD, 'utf16le');
    map.set('UTF-8', new Uint8Array(utf8));
    map.set('UTF-16LE', new Uint8Array(utf16));
    map.set('UTF-16BE', new Uint8Array(Buffer.from(utf16).swap16()));
    for (const offset of [0, 1, 2]) {
      const shifted = Buffer.concat([Buffer.alloc(offset, '?'), utf8]);
      map.set(`base64 ${offset}`, shifted.toString('base64'));
      map.set(`base64url ${offset}`, shifted.toString('base64url'));
    }
    await ana.acknowledged(9);
    await ana.close();
    await ben.close();

    const finds = hunt(await scene.places(), needlesOfText(WORD));
    const formsAt = (place: RegExp) => new Set(finds.filter((find) => place.test(find.place)).map(({ form }) => form));
    const forms = [
      'UTF-8',
      'UTF-16LE',
      'UTF-16BE',
      'base64 of UTF-8, offset 0',
      'base64 of UTF-8, offset 1',
      'base64 of UTF-8, offset 2',
    ];
    for (const place of [/\.sqlite/, /to the relay, payloads/, /to the member, payloads/]) {
      expect([...formsAt(place)]).toEqual(expect.arrayContaining(forms));
    }
  });

  it('in an address, a request and an answer', async () => {
    const url = `http://${scene.proxy.authority}/parties/main/${encodeURIComponent(WORD)}`;
    await (await fetch(url, { method: 'POST', body: JSON.stringify({ word: WORD }) })).text();
    const finds = hunt(scene.proxy.traffic(), needlesOfText(WORD)).map(({ form }) => form);

    expect(finds).toEqual(expect.arrayContaining(['UTF-8', 'percent encoding']));
  });

  it('in what the relay says', () => {
    const { output } = scene.folder.relay;
    expect(hunt([['standard output', Buffer.from(output)]], needlesOfText('Family OS relay'))).not.toEqual([]);
  });
});

const FAMILY_NAME = [
  'Casa Sanchez-Quintanilla',
  'Sanchez',
  'Quintanilla',
  'Familie Zwetschgendorf',
  'Familie',
  'Zwetschgendorf',
];

function linkSecrets({ secrets: { inviteLinks, recoveryLink, recoveryWords } }: Week): Needle[] {
  return [
    ...[...inviteLinks, recoveryLink].flatMap((link, index) =>
      needlesOfBytes(`link ${index}`, 'raw', secretOfLink(link.split('#')[1] ?? '')),
    ),
    // Two at a time: single ones are words that a relay may well say.
    ...recoveryWords.slice(1).flatMap((word, index) => needlesOfText(`${recoveryWords[index]} ${word}`)),
  ];
}

/** Version (1 byte), length (varint, one or two bytes), secret (16): behind them comes the room, which is no secret. */
function secretOfLink(fragment: string): Buffer {
  const bytes = Buffer.from(fromBase64url(fragment) ?? new Uint8Array());
  const at = (bytes[1] ?? 0) >= 0x80 ? 3 : 2;
  return bytes.subarray(at, at + 16);
}
