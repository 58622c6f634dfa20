import * as v from 'valibot';
import type { KeyValue } from '../ports/ports.ts';
import { type Settings, SettingsSchema } from '../protocol/queries.ts';
import { createObservable, type Observable } from './observable.ts';

const SETTINGS_KEY = 'settings';

/** What the person chose in options, kept in storage.local. Unreadable values fall back to their defaults one by one. */
export interface SettingsStore {
  /** Null until loaded. */
  readonly current: Observable<Settings | null>;
  load(): Promise<void>;
  /** Undefined leaves a setting as it is. */
  change(change: { [Name in keyof Settings]?: Settings[Name] | undefined }): Promise<void>;
}

export function createSettingsStore(keyValue: KeyValue): SettingsStore {
  const current = createObservable<Settings | null>(null);
  return {
    current,
    async load() {
      current.set(readSettings(await keyValue.get(SETTINGS_KEY)));
    },
    async change(change) {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const next = { ...(current.value ?? v.parse(SettingsSchema, {})), ...Object.fromEntries(given) };
      await keyValue.set(SETTINGS_KEY, next);
      current.set(next);
    },
  };
}

function readSettings(stored: unknown): Settings {
  const whole = v.safeParse(SettingsSchema, stored);
  if (whole.success) return whole.output;
  const readable: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(typeof stored === 'object' && stored !== null ? stored : {})) {
    if (v.safeParse(SettingsSchema, { [name]: value }).success) readable[name] = value;
  }
  return v.parse(SettingsSchema, readable);
}
