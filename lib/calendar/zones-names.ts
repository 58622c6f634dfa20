import { readOffset } from './ics-date-time.ts';
import { canonicalZone, zoneOffsets } from './zones.ts';
import { windowsZone } from './zones-windows.ts';

export interface NamedZone {
  /** IANA name or fixed offset, as the platform takes it. */
  readonly zone: string;
  /** False where only the offset in the name was understood, so that summer time may be missing. */
  readonly isCertain: boolean;
}

/**
 * The zone that a TZID means by its name alone: IANA names (also behind the prefixes of old programs:
 * `/mozilla.org/20050126_1/Europe/Berlin`), Windows names, Outlook's display names (`(UTC-05:00) Eastern Time (US &
 * Canada)`, cities in any language that has the same name for one of them), fixed offsets (`UTC+11`, `(GMT +01:00)`).
 * Undefined where nothing is understood.
 */
export function zoneByName(name: string): NamedZone | undefined {
  const plain = name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('\\', '')
    .trim();
  if (plain === '' || plain.length > 200) return undefined;
  const exact = ianaZone(plain) ?? windowsZone(plain) ?? offsetZone(plain);
  if (exact !== undefined) return { zone: exact, isCertain: true };
  const label = /^\((?:UTC|GMT)\s*([-+−]\d{1,2}:?\d{2})?\)\s*(.+)$/i.exec(plain);
  const offset = label?.[1] === undefined ? undefined : readOffset(withTwoDigits(label[1]));
  const place = labelZone(label?.[2] ?? plain, offset);
  if (place !== undefined) return { zone: place, isCertain: true };
  const byOffset = label?.[1] === undefined ? undefined : offsetZone(label[1]);
  return byOffset === undefined ? undefined : { zone: byOffset, isCertain: false };
}

/**
 * `+HH:MM` for an offset in milliseconds; undefined where it has seconds, which zones with a fixed offset cannot have.
 */
export function fixedZone(offset: number): string | undefined {
  if (offset % 60_000 !== 0) return undefined;
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * The name under which a zone stands in a file: fixed offsets get one that every reader takes for one, without a colon.
 */
export function tzidOf(zone: string): string {
  return /^[+-]/.test(zone) ? `UTC${zone.replace(':', '')}` : zone;
}

function ianaZone(name: string): string | undefined {
  if (/^(z|zulu|utc|gmt|uct|etc\/(utc|gmt|uct|zulu))$/i.test(name) || /^tzone:\/\/microsoft\/utc$/i.test(name))
    return 'UTC';
  const spelled = name.replaceAll(' ', '_');
  // A bare offset is no name: `offsetZone` reads it, in all its forms.
  if (!/^[A-Za-z]/.test(spelled.replace(/^\/+/, ''))) return undefined;
  const parts = spelled.split('/').filter((part) => part !== '');
  for (const length of [parts.length, 3, 2, 1]) {
    const zone = length <= parts.length ? canonicalZone(parts.slice(-length).join('/')) : undefined;
    if (zone !== undefined) return zone;
  }
  return undefined;
}

/**
 * `+01:00`, `UTC+1`, `GMT-0500`, `(GMT +01:00)`, `UTC−05:00`. POSIX counts the other way round; nobody means that here.
 */
function offsetZone(name: string): string | undefined {
  const match = /^\(?\s*(?:UTC|GMT)?\s*([-+−]\s*\d{1,2}(?::?\d{2})?)\s*\)?$/i.exec(name);
  const offset = match?.[1] === undefined ? undefined : readOffset(withTwoDigits(match[1].replaceAll(' ', '')));
  return offset === undefined ? undefined : fixedZone(offset);
}

function withTwoDigits(offset: string): string {
  const match = /^([-+−])(\d{1,2}?):?(\d{2})?$/.exec(offset);
  if (!match) return offset;
  return `${match[1] === '+' ? '+' : '-'}${(match[2] ?? '').padStart(2, '0')}${match[3] ?? '00'}`;
}

/** Display names that name no city, or one that IANA spells otherwise. */
const LABELS: Readonly<Record<string, string>> = {
  'abu dhabi': 'Asia/Dubai',
  alaska: 'America/Anchorage',
  'aleutian islands': 'America/Adak',
  arizona: 'America/Phoenix',
  armenian: 'Asia/Yerevan',
  astana: 'Asia/Almaty',
  'atlantic time': 'America/Halifax',
  'baja california': 'America/Tijuana',
  'bougainville island': 'Pacific/Bougainville',
  brasilia: 'America/Sao_Paulo',
  'cabo verde is.': 'Atlantic/Cape_Verde',
  canberra: 'Australia/Sydney',
  'cape verde is.': 'Atlantic/Cape_Verde',
  'central america': 'America/Guatemala',
  'central time': 'America/Chicago',
  'chatham islands': 'Pacific/Chatham',
  chennai: 'Asia/Kolkata',
  chetumal: 'America/Cancun',
  chokurdakh: 'Asia/Srednekolymsk',
  'coordinated universal time': 'UTC',
  'eastern time': 'America/New_York',
  'easter island': 'Pacific/Easter',
  ekaterinburg: 'Asia/Yekaterinburg',
  georgetown: 'America/Guyana',
  greenland: 'America/Nuuk',
  'greenwich mean time': 'Europe/London',
  haiti: 'America/Port-au-Prince',
  hawaii: 'Pacific/Honolulu',
  indiana: 'America/Indiana/Indianapolis',
  'international date line west': 'Etc/GMT+12',
  islamabad: 'Asia/Karachi',
  izhevsk: 'Europe/Samara',
  'kiritimati island': 'Pacific/Kiritimati',
  'lord howe island': 'Australia/Lord_Howe',
  'marquesas islands': 'Pacific/Marquesas',
  mexico: 'America/Mexico_City',
  'mid-atlantic': 'Etc/GMT+2',
  'midway island': 'Pacific/Midway',
  'mountain time': 'America/Denver',
  'new caledonia': 'Pacific/Noumea',
  newfoundland: 'America/St_Johns',
  'newfoundland and labrador': 'America/St_Johns',
  'norfolk island': 'Pacific/Norfolk',
  "nuku'alofa": 'Pacific/Tongatapu',
  'pacific time': 'America/Los_Angeles',
  'petropavlovsk-kamchatsky': 'Asia/Kamchatka',
  'port louis': 'Indian/Mauritius',
  pretoria: 'Africa/Johannesburg',
  'saint pierre and miquelon': 'America/Miquelon',
  salvador: 'America/Bahia',
  samoa: 'Pacific/Apia',
  saskatchewan: 'America/Regina',
  'solomon is.': 'Pacific/Guadalcanal',
  'sri jayawardenepura': 'Asia/Colombo',
  'turks and caicos': 'America/Grand_Turk',
  'west central africa': 'Africa/Lagos',
  yukon: 'America/Whitehorse',
};

const AREAS = [
  'Europe',
  'America',
  'Asia',
  'Australia',
  'Africa',
  'Pacific',
  'Atlantic',
  'Indian',
  'America/Argentina',
];
/** A winter and a summer moment of a year whose rules Outlook's labels describe. */
const PROBES = [Date.UTC(2024, 0, 1), Date.UTC(2024, 6, 1)];

/**
 * The first part of a label that names a zone with the label's offset; else the first that names one, since offsets in
 * labels grow old.
 */
function labelZone(label: string, offset: number | undefined): string | undefined {
  let first: string | undefined;
  for (const part of label.split(/[,;:()/]/).slice(0, 12)) {
    // Windows had names that CLDR no longer lists: `Kamchatka Standard Time`.
    const place = part
      .trim()
      .toLowerCase()
      .replace(/ (standard|daylight) time$/, '');
    const zone = LABELS[place] ?? cityZone(place);
    if (zone === undefined) continue;
    if (offset === undefined || standardOffset(zone) === offset) return zone;
    first ??= zone;
  }
  return first;
}

function cityZone(place: string): string | undefined {
  if (!/^[a-z][a-z .'-]{2,30}$/.test(place)) return undefined;
  const city = place.replaceAll(' ', '_');
  for (const area of AREAS) {
    const zone = canonicalZone(`${area}/${city}`);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

function standardOffset(zone: string): number {
  const offsets = zoneOffsets(zone);
  return Math.min(...PROBES.map(offsets.offsetAt));
}
