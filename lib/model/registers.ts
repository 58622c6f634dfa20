import * as v from 'valibot';
import type { Doc, Map as YMap, YMapEvent } from 'yjs';
import type { Codec } from './codec.ts';
import { createContentHash } from './content-hash.ts';
import { decodeRegister, type Register, type Sealed } from './decode-register.ts';
import { digest } from './digest.ts';
import { type GroupOf, type GroupValue, type Kind, knownFields, readPath, SCHEMA_VERSION } from './groups.ts';
import { type IsUnsent, valuesToSealAnew } from './seal-anew.ts';
import { stableJson } from './stable-json.ts';
import { writeYielding } from './yielding-write.ts';

/** The registers of one entity by group. */
export type Entity<K extends Kind> = { readonly [G in GroupOf<K>]?: Register<GroupValue<K, G>> };

/** Ids of the entities that a Yjs transaction touched, by kind. */
export type Changes = ReadonlyMap<Kind, ReadonlySet<string>>;

/** A register to write: the known fields of its group, complete. Fields of later versions that stand there are kept. */
export interface RegisterWrite {
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What stood in a document under its keys, sealed as it was: a copy for `copyFrom`. Structured-cloneable, no plaintext. */
export type RegistersSnapshot = readonly (readonly [key: string, sealed: Uint8Array])[];

/**
 * The root map of the family document, decoded once per value and kept up to date from Yjs events. The only place that
 * knows keys, bytes and schema versions.
 */
export interface Registers {
  entity<K extends Kind>(kind: K, id: string): Entity<K> | undefined;
  ids(kind: Kind): Iterable<string>;
  at(path: string): Register | undefined;
  /**
   * True where a value stands at the path that others can read and this device cannot, of a newer version or of an epoch
   * whose key is not held: it must not be written over.
   */
  isFromNewer(path: string): boolean;
  /**
   * Writes all in one Yjs transaction, or throws before the first one; `again` names registers to write once more as
   * they are. Answers the new versions in the order of the writes. The caller has asked `isFromNewer`.
   */
  write(writes: readonly RegisterWrite[], again?: readonly string[]): string[];
  /** Paths of every register of an entity, those of unknown groups included. */
  pathsOf(kind: Kind, id: string): string[];
  /** SHA-256 in hex over all content. */
  contentHash(): string;
  /** `lockedOut` are those of `unreadable` that are sealed under an epoch whose key is not held. */
  health(): { fromNewer: number; unreadable: number; lockedOut: number };
  /**
   * From now on opens and seals with `codec`, which has the same keys for the same paths. Reads again what was sealed
   * under an epoch not held, and nothing else.
   */
  setCodec(codec: Codec): void;
  /** Writes anew what `valuesToSealAnew` says, giving way to changes that others made meanwhile. Answers how many. */
  sealAnew(isUnsent: IsUnsent): number;
  snapshot(): RegistersSnapshot;
  /**
   * Writes, under the codec's epoch and giving way to changes that others made meanwhile, what the snapshot has under
   * keys where there is nothing here, or nothing that anyone could open. Answers how many.
   */
  copyFrom(snapshot: RegistersSnapshot): number;
  close(): void;
}

/**
 * Starts observing `doc`. `onChange` is called inside Yjs' own event, once per transaction that touched a register, and
 * must not throw.
 */
export function createRegisters(deps: { doc: Doc; codec: Codec; onChange: (changes: Changes) => void }): Registers {
  const { doc } = deps;
  let { codec } = deps;
  const values = doc.getMap<unknown>('values');
  const byKey = new Map<string, Register | Sealed>();
  const byPath = new Map<string, Register>();
  const entities = new Map<Kind, Map<string, Record<string, Register>>>();
  /** Paths of entities that have registers of groups unknown to this version; rare, so apart from the entities. */
  const unknownGroups = new Map<string, Set<string>>();
  const counts = { newer: 0, unreadable: 0, locked: 0 };
  const hash = createContentHash((key) => byKey.get(key));
  const encoder = new TextEncoder();

  function count(content: Register | Sealed, by: 1 | -1): void {
    if (content.state === 'newer' || content.state === 'unreadable') counts[content.state] += by;
    if ('why' in content && content.why === 'epoch') counts.locked += by;
  }

  function drop(key: string, changes: Map<Kind, Set<string>>): void {
    const old = byKey.get(key);
    if (!old) return;
    byKey.delete(key);
    count(old, -1);
    if ('path' in old) place(old, false, changes);
  }

  function place(register: Register, isThere: boolean, changes: Map<Kind, Set<string>>): void {
    const { path, address: read } = register;
    if (isThere) byPath.set(path, register);
    else byPath.delete(path);
    if (!read) return;
    if (!read.schema) {
      const owner = `${read.kind}/${read.id}`;
      const paths = unknownGroups.get(owner) ?? new Set();
      if (isThere) unknownGroups.set(owner, paths.add(path));
      else if (paths.delete(path) && paths.size === 0) unknownGroups.delete(owner);
      return;
    }
    // A schema is there only for the kinds of this version.
    const kind = read.kind as Kind;
    const ofKind = entities.get(kind) ?? new Map<string, Record<string, Register>>();
    entities.set(kind, ofKind);
    const groups = { ...ofKind.get(read.id) };
    if (isThere) groups[read.group] = register;
    else delete groups[read.group];
    if (Object.keys(groups).length === 0) ofKind.delete(read.id);
    else ofKind.set(read.id, groups);
    const changed = changes.get(kind) ?? new Set();
    changes.set(kind, changed.add(read.id));
  }

  function take(keys: Iterable<string>): Map<Kind, Set<string>> {
    const changes = new Map<Kind, Set<string>>();
    for (const key of keys) {
      drop(key, changes);
      hash.touch(key);
      if (!values.has(key)) continue;
      const decoded = decodeRegister(codec, key, values.get(key));
      byKey.set(key, decoded);
      count(decoded, 1);
      if ('path' in decoded) place(decoded, true, changes);
    }
    return changes;
  }

  function seal(
    path: string,
    schemaVersion: number,
    raw: unknown,
  ): { sealed: [key: string, sealed: Uint8Array]; version: string } {
    // Sorted, so that the same value has the same version whoever writes it again.
    const text = stableJson([schemaVersion, raw]);
    return { sealed: [codec.keyOf(path), codec.seal(path, encoder.encode(text))], version: digest(text) };
  }

  function put(all: Iterable<readonly [key: string, sealed: Uint8Array]>): void {
    for (const [key, sealed] of all) values.set(key, sealed);
  }

  const observer = (event: YMapEvent<unknown>) => deps.onChange(take(event.keysChanged));
  take(values.keys());
  values.observe(observer);

  return {
    entity<K extends Kind>(kind: K, id: string) {
      // Every register was read with the schema of its own group before it came here.
      return entities.get(kind)?.get(id) as Entity<K> | undefined;
    },
    ids: (kind) => entities.get(kind)?.keys() ?? [],
    at: (path) => byPath.get(path),
    isFromNewer(path) {
      const content = byKey.get(codec.keyOf(path));
      return content?.state === 'newer' || (content !== undefined && 'why' in content && content.why === 'epoch');
    },
    write(writes, again = []) {
      const ready = writes.map(({ path, value }) => {
        const { schema } = readPath(path) ?? {};
        if (!schema || !v.is(schema, value)) throw new UnwritableError(path);
        const stored = { ...byPath.get(path)?.raw };
        for (const field of knownFields(schema)) delete stored[field];
        return seal(path, SCHEMA_VERSION, { ...value, ...stored });
      });
      const same = again
        .map((path) => byPath.get(path))
        .filter((register) => register !== undefined)
        .map(({ path, schemaVersion, raw }) => seal(path, schemaVersion, raw));
      doc.transact(() => put([...ready, ...same].map(({ sealed }) => sealed)));
      return ready.map(({ version }) => version);
    },
    pathsOf(kind, id) {
      const known = Object.values(entities.get(kind)?.get(id) ?? {}).map(({ path }) => path);
      return [...known, ...(unknownGroups.get(`${kind}/${id}`) ?? [])];
    },
    contentHash: () => hash.value(),
    health: () => ({ fromNewer: counts.newer, unreadable: counts.unreadable, lockedOut: counts.locked }),
    setCodec(next) {
      codec = next;
      const locked = [...byKey].filter(([, content]) => 'why' in content && content.why === 'epoch');
      if (locked.length > 0) deps.onChange(take(locked.map(([key]) => key)));
    },
    sealAnew(isUnsent) {
      const anew = valuesToSealAnew(values, codec, isUnsent);
      if (anew.length > 0) writeYielding(doc, () => put(anew));
      return anew.length;
    },
    snapshot: () => [...sealedBytes(values)],
    copyFrom(snapshot) {
      const missing: [string, Uint8Array][] = [];
      for (const [key, bytes] of snapshot) {
        const here = byKey.get(key);
        if (here && !('why' in here && here.why === 'damaged')) continue;
        const opened = codec.open(key, bytes);
        if (opened.ok) missing.push([key, codec.seal(opened.path, opened.plain)]);
        // Of a later format or epoch: a seal holds for its key, whichever operation puts it there.
        else if (opened.why !== 'damaged' && !here) missing.push([key, bytes]);
      }
      if (missing.length > 0) writeYielding(doc, () => put(missing));
      return missing.length;
    },
    close: () => values.unobserve(observer),
  };
}

/** A write that is not what its path says: refused before anything is written. */
export class UnwritableError extends Error {
  override name = 'UnwritableError';
  constructor(path: string) {
    super(`not a value for ${readPath(path)?.kind ?? 'unknown'}/…/${readPath(path)?.group ?? 'unknown'}`);
  }
}

function* sealedBytes(values: YMap<unknown>): Iterable<[key: string, sealed: Uint8Array]> {
  for (const [key, bytes] of values.entries()) if (bytes instanceof Uint8Array) yield [key, bytes];
}
