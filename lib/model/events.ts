import type { When } from '../protocol/event-values.ts';
import type { EventId, MemberId } from '../protocol/ids.ts';
import type { Register } from './decode-register.ts';
import { type Course, layOut, type Split, type Stretch } from './event-course.ts';
import { EVENT_FIELDS, type EventField, readOccurrenceGroup } from './event-groups.ts';
import type { GroupValue } from './groups.ts';
import type { Entity, Registers } from './registers.ts';

type Core = GroupValue<'event', 'core'>;
/** The fields as they stand; what is absent or null in the document is undefined. */
export type EventValues = { readonly [F in EventField]: Exclude<Core[F], null> };

type AnyRegister = Register<Readonly<Record<string, unknown>>>;
/** Registers by field, `when` and `life` included. */
export type OwnRegisters = Readonly<Record<string, AnyRegister | undefined>>;

/** A part of a series with what it carries; one that never splits is one part. */
export interface Part extends Stretch {
  readonly fields: EventValues;
  /** What overrides the event's own registers here, from this split or from one before. */
  readonly overrides: OwnRegisters;
}

/** One occurrence that somebody changed by itself. */
export interface ChangedOccurrence {
  readonly when: When | undefined;
  /** Those fields that differ; null is none. */
  readonly fields: Readonly<Partial<Record<EventField, unknown>>>;
  readonly registers: OwnRegisters;
}

/** An event as it stands now: its core, overridden group by group. */
export interface FamilyEvent {
  readonly id: EventId;
  readonly fields: EventValues;
  readonly when: When;
  /** The times, and where they change for good. */
  readonly course: Course;
  /** Ascending; where the event does not repeat, the one part that it is. */
  readonly parts: readonly Part[];
  /** Names of occurrences that somebody took out. */
  readonly excluded: ReadonlySet<string>;
  readonly changed: ReadonlyMap<string, ChangedOccurrence>;
  /** What is stored of each split, by its occurrence. */
  readonly splits: ReadonlyMap<string, OwnRegisters>;
  readonly source: Core['source'];
  readonly uid: string | undefined;
  readonly by: MemberId | undefined;
  readonly at: number;
  readonly isDeleted: boolean;
  readonly groups: Entity<'event'>;
}

/** Reads an event. Undefined without a readable core. */
export function readEvent(registers: Registers, id: EventId): FamilyEvent | undefined {
  const groups = registers.entity('event', id);
  const core = groups?.core?.value;
  if (!groups || !core) return undefined;
  const fields = readFields(groups, core);
  const when = groups.when?.value?.when ?? core.when;
  const { excluded, changed, splits } = readOccurrences(groups);
  const course: Course = { when, shift: groups.when?.value?.shift ?? 0, splits: splits.map(({ split }) => split) };
  const ofSplits = new Map(splits.map(({ split, registers }) => [split.occurrence, registers]));
  return {
    id,
    fields,
    when,
    course,
    parts: readParts(course, fields, ofSplits),
    excluded,
    changed,
    splits: ofSplits,
    source: core.source,
    uid: core.uid,
    by: core.by,
    at: core.at,
    isDeleted: groups.life?.value?.deleted ?? false,
    groups,
  };
}

function readFields(groups: Entity<'event'>, core: Core): EventValues {
  const fields: Record<string, unknown> = {};
  for (const field of EVENT_FIELDS) {
    const own: Readonly<Record<string, unknown>> | undefined = groups[field]?.value;
    fields[field] = (own ? own[field] : core[field]) ?? undefined;
  }
  // Each came from the schema of its own group, or the core's.
  return fields as EventValues;
}

const NO_OCCURRENCES = {
  excluded: new Set<string>(),
  changed: new Map<string, ChangedOccurrence>(),
  splits: [] as { split: Split; registers: OwnRegisters }[],
};

/** Everything of an event that is named after occurrences. */
function readOccurrences(groups: Entity<'event'>): typeof NO_OCCURRENCES {
  const excluded = new Set<string>();
  const single = new Map<string, Record<string, AnyRegister>>();
  const split = new Map<string, Record<string, AnyRegister>>();
  for (const [name, register] of Object.entries(groups) as [string, AnyRegister][]) {
    if (!name.includes(':') || !register.value) continue;
    const read = readOccurrenceGroup(name);
    if (!read) continue;
    const { level, occurrence, field = '' } = read;
    if (level === 'ex') {
      if (register.value.excluded === true) excluded.add(occurrence);
      continue;
    }
    const registers = level === 'occ' ? single : split;
    const own = registers.get(occurrence) ?? {};
    own[field] = register;
    registers.set(occurrence, own);
  }
  if (excluded.size + single.size + split.size === 0) return NO_OCCURRENCES;
  const changed = new Map([...single].map(([occurrence, own]) => [occurrence, readChanged(own)]));
  const splits = [...split]
    .filter(([, own]) => own['']?.value?.splits === true)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([occurrence, registers]) => ({ split: readSplit(occurrence, registers), registers }));
  return { excluded, changed, splits };
}

function readChanged(registers: Record<string, AnyRegister>): ChangedOccurrence {
  const fields: Partial<Record<EventField, unknown>> = {};
  for (const field of EVENT_FIELDS) {
    const value = registers[field]?.value?.[field];
    if (value !== undefined) fields[field] = value;
  }
  // The schema of the group has checked it.
  return { when: registers.when?.value?.when as When | undefined, fields, registers };
}

function readSplit(occurrence: string, registers: Record<string, AnyRegister>): Split {
  const own = registers.when?.value as { when?: When; shift?: number } | undefined;
  return {
    occurrence,
    isEnd: registers.life?.value?.deleted === true,
    times: own?.when && { when: own.when, shift: own.shift ?? 0 },
  };
}

function readParts(course: Course, fields: EventValues, splits: ReadonlyMap<string, OwnRegisters>): Part[] {
  let values = fields;
  let overrides: OwnRegisters = {};
  return layOut(course).map((stretch) => {
    const own = splits.get(stretch.from);
    if (own) {
      const given = Object.entries(own).filter(([field, register]) => register?.value?.[field] !== undefined);
      overrides = { ...overrides, ...Object.fromEntries(given) };
      values = overrideFields(
        values,
        Object.fromEntries(given.map(([field, register]) => [field, register?.value?.[field]])),
      );
    }
    return { ...stretch, fields: values, overrides };
  });
}

/** Values with some of them replaced; null is none. */
export function overrideFields(
  values: EventValues,
  fields: Readonly<Partial<Record<EventField, unknown>>>,
): EventValues {
  const all: Record<string, unknown> = { ...values };
  for (const field of EVENT_FIELDS) if (fields[field] !== undefined) all[field] = fields[field] ?? undefined;
  // Each came from the schema of its own group.
  return all as EventValues;
}
