import * as v from 'valibot';
import type { Codec } from './codec.ts';
import { digest } from './digest.ts';
import { type ReadPath, readPath, SCHEMA_VERSION } from './groups.ts';

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

/** What stands under a key that could not be opened, or opened to something that is no register. */
export interface Sealed {
  readonly state: 'newer' | 'unreadable';
  /** As the codec says; `malformed`: it opened, and is no register. */
  readonly why: 'newer' | 'damaged' | 'epoch' | 'malformed';
  /** Null where there are no bytes at all. */
  readonly bytes: Uint8Array | null;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Opens and reads what stands under `key` of the root map. Never throws. */
export function decodeRegister(codec: Codec, key: string, bytes: unknown): Register | Sealed {
  if (!(bytes instanceof Uint8Array)) return { state: 'unreadable', why: 'damaged', bytes: null };
  try {
    const opened = codec.open(key, bytes);
    if (!opened.ok) return { state: opened.why === 'newer' ? 'newer' : 'unreadable', why: opened.why, bytes };
    const text = decoder.decode(opened.plain);
    const stored: unknown = JSON.parse(text);
    if (!isStored(stored)) return { state: 'unreadable', why: 'malformed', bytes };
    const [schemaVersion, raw] = stored;
    const address = readPath(opened.path);
    const register = { path: opened.path, address, version: digest(text), schemaVersion, raw };
    const schema = address?.schema;
    if (!schema) return { ...register, state: 'unknown' };
    if (schemaVersion > SCHEMA_VERSION) return { ...register, state: 'newer' };
    const parsed = v.safeParse(schema, raw);
    return parsed.success ? { ...register, state: 'read', value: parsed.output } : { ...register, state: 'unreadable' };
  } catch {
    return { state: 'unreadable', why: 'malformed', bytes };
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
