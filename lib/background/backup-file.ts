import * as v from 'valibot';
import { type RoomId, RoomIdSchema } from '../protocol/ids.ts';
import { EntryTextSchema } from '../protocol/relay.ts';
import { type RelayHost, relayOrigin } from '../protocol/relay-host.ts';
import { isReadableUpdate } from '../sync/family-copy.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';

/** What a backup file holds: nothing that opens without a device's keys or the recovery kit. */
const BackupSchema = v.object({
  format: v.literal('family-os-backup'),
  version: v.literal(1),
  room: RoomIdSchema,
  /** The relay in use when it was made. */
  origin: v.pipe(v.string(), v.maxLength(300)),
  /** When it was made, ms since the epoch. */
  at: v.number(),
  chain: v.pipe(v.array(EntryTextSchema), v.minLength(1), v.maxLength(2_000)),
  /** The sealed document as a Yjs update, base64url. */
  document: v.string(),
});

/** A backup that was read. Its chain is not checked yet. */
export interface Backup {
  readonly room: RoomId;
  readonly origin: string;
  readonly chain: readonly Uint8Array[];
  /** A Yjs update that can be applied. */
  readonly document: Uint8Array;
}

/** The text of a backup file. */
export function backupText(args: {
  room: RoomId;
  host: RelayHost;
  at: number;
  chain: readonly string[];
  document: Uint8Array;
}): string {
  const { room, host, at, chain, document } = args;
  const backup: v.InferInput<typeof BackupSchema> = {
    format: 'family-os-backup',
    version: 1,
    room,
    origin: relayOrigin(host),
    at,
    chain: [...chain],
    document: toBase64url(document),
  };
  return JSON.stringify(backup);
}

/** What somebody chose as a backup; `damaged` for anything that could not be taken over whole. Never throws. */
export function readBackup(text: string): Backup | 'damaged' {
  try {
    const { room, origin, chain, document } = v.parse(BackupSchema, JSON.parse(text));
    const entries = chain.map(fromBase64url);
    const update = fromBase64url(document);
    if (update === null || entries.includes(null) || !isReadableUpdate(update)) return 'damaged';
    return { room, origin, chain: entries.filter((entry) => entry !== null), document: update };
  } catch {
    return 'damaged';
  }
}
