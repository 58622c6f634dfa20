import type { Register } from './decode-register.ts';
import { digest } from './digest.ts';

/** An entity's registers, as far as their versions go. */
export type Groups = Readonly<Record<string, Pick<Register, 'version'> | undefined>>;

/** The segment's letter, by group; `core` has none and stands first. */
const LETTERS: Readonly<Record<string, string>> = {
  title: 't',
  name: 'a',
  when: 'w',
  quantity: 'q',
  note: 'n',
  notes: 'o',
  who: 'p',
  due: 'd',
  place: 'l',
  done: 'x',
  category: 'c',
  link: 'k',
  reminders: 'r',
  needsSomeone: 'e',
  birthday: 'b',
  extra: 'g',
  life: 'z',
  priority: 'i',
  repeat: 'f',
  rotation: 'u',
  parent: 'h',
  turn: 'j',
  count: 'v',
};
const SEGMENT_LENGTH = 7;

function segment(entities: readonly Groups[], group: string): string {
  // The most frequent case by far: its register's own digest will do.
  const [only] = entities;
  if (entities.length === 1) return only?.[group]?.version.slice(-SEGMENT_LENGTH) ?? '';
  let text = '';
  for (const groups of entities) text += `${groups[group]?.version ?? ''},`;
  return text.length === entities.length ? '' : digest(text).slice(-SEGMENT_LENGTH);
}

/**
 * The version of a row that stands for these entities, oldest first: a segment for their cores and one for each group
 * that has been changed since, so that a command can ask whether *its* group moved on. `k3f9a0x-t1b7q2c`: letter, then
 * digest. Opaque to pages.
 */
export function rowVersion(entities: readonly Groups[]): string {
  let version = segment(entities, 'core');
  for (const [group, letter] of Object.entries(LETTERS)) {
    const part = segment(entities, group);
    if (part !== '') version += `-${letter}${part}`;
  }
  return version;
}

/**
 * The version of a row, with segments for what overrides these groups: `+` by a part of a series, `.` by one of its
 * occurrences.
 */
export function withOverrides(version: string, mark: '+' | '.', groups: Groups): string {
  let all = version;
  for (const [group, letter] of Object.entries(LETTERS)) {
    const part = segment([groups], group);
    if (part !== '') all += `-${mark}${letter}${part}`;
  }
  return all;
}

/**
 * Whether a group of these entities is not what it was in the version that the person saw. `+title` and `.title` are
 * what overrides `title`, see `withOverrides`; the entity has them under those names.
 */
export function hasMoved(seen: string, entities: readonly Groups[], group: string): boolean {
  const mark = group[0] === '+' || group[0] === '.' ? group[0] : '';
  const letter = mark + LETTERS[group.slice(mark.length)];
  const part = seen.split('-').find((candidate, index) => index > 0 && candidate.startsWith(letter));
  return (part?.slice(letter.length) ?? '') !== segment(entities, group);
}
