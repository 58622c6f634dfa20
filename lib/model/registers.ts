import * as v from 'valibot';
import type { Doc, YMapEvent } from 'yjs';
import type { Codec } from './codec.ts';
import { digest } from './digest.ts';
import {
  type GroupOf,
  type GroupValue,
  type Kind,
  knownFields,
  type ReadPath,
  readPath,
  SCHEMA_VERSION,
} from './groups.ts';
import { stableJson } from './stable-json.ts';

/** One decoded register. `value` is there only where this version can read it. */
export interface Register<Value = unknown> {
  readonly path: string;
  /** The path taken apart; null where it is none. */
  readonly address: ReadPath | null;
  readonly state: 'read' | 'newer' | 'unreadable' | 'unknown';
  /**
   * Digest of the opened text: the same on every device and after a reload, and unchanged where the same value is
   * written anew.
   */
  readonly version: string;
  readonly schemaVersion: number;
  /** The stored object as it is, with the fields this version does not know. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly value?: Value;
}

/** The registers of one entity by group. */
export type Entity<K extends Kind> = { readonly [G in GroupOf<K>]?: Register<GroupValue<K, G>> };

/** Ids of the entities that a Yjs transaction touched, by kind. */
export type Changes = ReadonlyMap<Kind, ReadonlySet<string>>;

/** A register to write: the known fields of its group, complete. Fields of later versions that stand there are kept. */
export interface RegisterWrite {
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What stands under a key that could not be opened, or opened to something that is no register. */
interface Sealed {
  readonly state: 'newer' | 'unreadable';
  readonly bytes: Uint8Array | null;
}

/**
 * The root map of the family document, decoded once per value and kept up to date from Yjs events. The only place that
 * knows keys, bytes and schema versions.
 */
export interface Registers {
  entity<K extends Kind>(kind: K, id: string): Entity<K> | undefined;
  ids(kind: Kind): Iterable<string>;
  at(path: string): Register | undefined;
  /** True where a newer version's value stands at the path, which this one must not write over. */
  isFromNewer(path: string): boolean;
  /**
   * Writes all in one Yjs transaction, or throws before the first one; `again` names registers to write once more as
   * they are. Answers the new versions in the order of the writes. The caller has asked `isFromNewer`.
   */
  write(writes: readonly RegisterWrite[], again?: readonly string[]): string[];
  /** Paths of every register of an entity, those of unknown groups included. */
  pathsOf(kind: Kind, id: string): string[];
  /** All registers, and what did not open by its key: the whole content, for hashing. */
  everything(): { registers: Iterable<Register>; sealed: Iterable<[string, Uint8Array | null]> };
  health(): { fromNewer: number; unreadable: number };
  close(): void;
}

/**
 * Starts observing `doc`. `onChange` is called inside Yjs' own event, once per transaction that touched a register, and
 * must not throw.
 */
export function createRegisters(deps: { doc: Doc; codec: Codec; onChange: (changes: Changes) => void }): Registers {
  const { doc, codec } = deps;
  const values = doc.getMap<unknown>('values');
  const byKey = new Map<string, Register | Sealed>();
  const byPath = new Map<string, Register>();
  const entities = new Map<Kind, Map<string, Record<string, Register>>>();
  /** Paths of entities that have registers of groups unknown to this version; rare, so apart from the entities. */
  const unknownGroups = new Map<string, Set<string>>();
  const counts = { newer: 0, unreadable: 0 };
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { fatal: true });

  function decode(key: string, bytes: unknown): Register | Sealed {
    if (!(bytes instanceof Uint8Array)) return { state: 'unreadable', bytes: null };
    try {
      const opened = codec.open(key, bytes);
      if (!opened.ok) return { state: opened.why === 'newer' ? 'newer' : 'unreadable', bytes };
      const text = decoder.decode(opened.plain);
      const stored: unknown = JSON.parse(text);
      if (!isStored(stored)) return { state: 'unreadable', bytes };
      const [schemaVersion, raw] = stored;
      const address = readPath(opened.path);
      const register = { path: opened.path, address, version: digest(text), schemaVersion, raw };
      const schema = address?.schema;
      if (!schema) return { ...register, state: 'unknown' };
      if (schemaVersion > SCHEMA_VERSION) return { ...register, state: 'newer' };
      const parsed = v.safeParse(schema, raw);
      return parsed.success
        ? { ...register, state: 'read', value: parsed.output }
        : { ...register, state: 'unreadable' };
    } catch {
      return { state: 'unreadable', bytes };
    }
  }

  function drop(key: string, changes: Map<Kind, Set<string>>): void {
    const old = byKey.get(key);
    if (!old) return;
    byKey.delete(key);
    if (old.state === 'newer' || old.state === 'unreadable') counts[old.state]--;
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
      if (!values.has(key)) continue;
      const decoded = decode(key, values.get(key));
      byKey.set(key, decoded);
      if (decoded.state === 'newer' || decoded.state === 'unreadable') counts[decoded.state]++;
      if ('path' in decoded) place(decoded, true, changes);
    }
    return changes;
  }

  function seal(
    path: string,
    schemaVersion: number,
    raw: unknown,
  ): { key: string; sealed: Uint8Array; version: string } {
    // Sorted, so that the same value has the same version whoever writes it again.
    const text = stableJson([schemaVersion, raw]);
    return { key: codec.keyOf(path), sealed: codec.seal(path, encoder.encode(text)), version: digest(text) };
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
      return byKey.get(codec.keyOf(path))?.state === 'newer';
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
      doc.transact(() => {
        for (const { key, sealed } of [...ready, ...same]) values.set(key, sealed);
      });
      return ready.map(({ version }) => version);
    },
    pathsOf(kind, id) {
      const known = Object.values(entities.get(kind)?.get(id) ?? {}).map(({ path }) => path);
      return [...known, ...(unknownGroups.get(`${kind}/${id}`) ?? [])];
    },
    everything: () => ({ registers: byPath.values(), sealed: sealedValues(byKey) }),
    health: () => ({ fromNewer: counts.newer, unreadable: counts.unreadable }),
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

/** `[schema version, object]`. By hand: a schema would copy every object, thousands of them at opening. */
function isStored(stored: unknown): stored is [number, Record<string, unknown>] {
  if (!Array.isArray(stored)) return false;
  const [schemaVersion, raw]: unknown[] = stored;
  return (
    Number.isInteger(schemaVersion) &&
    Number(schemaVersion) >= 1 &&
    typeof raw === 'object' &&
    raw !== null &&
    !Array.isArray(raw)
  );
}

function* sealedValues(byKey: ReadonlyMap<string, Register | Sealed>): Iterable<[string, Uint8Array | null]> {
  for (const [key, value] of byKey) if (!('path' in value)) yield [key, value.bytes];
}
