import type { ServerReport } from '../protocol/relay.ts';
import type { FamilyView } from './family-view.ts';
import type { I18n } from './i18n.ts';
import { readStoredEntry, type StoredEntry } from './stored-entries.ts';

/** One entry of the family's record: what stands in it (null: nothing that this version can read), and when the server got it. */
export interface RecordLine {
  readonly entry: StoredEntry | null;
  readonly at: number;
  readonly bytes: number;
}

/** Reads the record that a report holds. */
export function readRecord(report: ServerReport): Promise<RecordLine[]> {
  return Promise.all(
    report.chain.map(async ({ entry: text, receivedAt }): Promise<RecordLine> => {
      const entry = await readStoredEntry(text);
      const bytes = entry?.bytes ?? Math.floor((text.length * 3) / 4);
      return { entry, at: receivedAt ?? entry?.at ?? report.at, bytes };
    }),
  );
}

/**
 * Names browsers as people know them: `Ana’s Chrome on Linux`; by the beginning of the id where nobody in the family has it. Names come
 * from this browser: the server does not have them.
 */
export function deviceNamer(people: FamilyView['people']['value'], t: I18n['t']): (id: string) => string {
  const names = new Map<string, string>(
    people.flatMap(({ member, devices }) =>
      devices.map(({ id, name }) => [id, t('report.deviceOf', { name: member.name, device: name })] as const),
    ),
  );
  return (id) => names.get(id) ?? t('report.unknownDevice', { id: id.slice(0, 6) });
}

/** What happened, in words. Texts of en-report.ts. */
export function entryText(
  entry: StoredEntry | null,
  deviceName: (id: string) => string,
  { t, locale }: Pick<I18n, 't' | 'locale'>,
): string {
  if (entry === null) return t('record.unknown');
  const { kind, by, devices } = entry;
  const name = by === null ? '' : deviceName(by);
  const whom = new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(devices.map(deviceName));
  switch (kind) {
    case 'create':
    case 'invite':
    case 'revoke':
    case 'leave':
    case 'recovery':
      return t(`record.${kind}`, { name });
    case 'join':
    case 'readmit':
    case 'enter':
      return t(`record.${kind}`, { name: whom });
    case 'admit':
      return t('record.admit', { name, whom });
    case 'epoch':
      return devices.length === 0 ? t('record.epoch', { name }) : t('record.removed', { name, whom });
  }
}

/** A number of bytes as people read it: `512 byte`, `1.2 kB`. */
export function bytesText(bytes: number, locale: string): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const amount = bytes / 1_000 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: steps[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: amount < 10 && step > 0 ? 1 : 0,
  }).format(amount);
}
