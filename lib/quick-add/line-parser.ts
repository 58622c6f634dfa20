import { compileGrammar } from './compile-grammar.ts';
import { resolveDays } from './dates.ts';
import type { Draft, DraftQuantity, LineContext, LineParser, Token } from './draft.ts';
import { foldText, maskRanges, OPAQUE, TAKEN } from './fold.ts';
import type { CompiledGrammar, Grammar } from './grammar.ts';
import { findMentions } from './mentions.ts';
import { findOpaqueRanges } from './opaque-ranges.ts';
import { createQuantityReader, type QuantityReader } from './quantities.ts';
import { findSchedule, resolveSchedule, type Schedule } from './schedule.ts';
import { titleOf } from './title.ts';

/** A token in folded text, with what it says where that is not found again from its kind. */
interface Reading extends Token {
  readonly name?: string;
  readonly quantity?: DraftQuantity;
  /** Which part of the schedule it is. */
  readonly part?: keyof Schedule;
}

const WORD_START = new RegExp(`(?<![^ (,;${OPAQUE}${TAKEN}])[^ ${OPAQUE}${TAKEN}]`, 'g');
const NOTHING_MORE = new RegExp(`^[ .!${TAKEN}]*$`);

/** Reads lines in the language of this grammar. Compiling takes about a millisecond; keep the parser. */
export function createLineParser(source: Grammar): LineParser {
  const grammar = compileGrammar(source);
  const quantities = createQuantityReader(grammar.quantities);
  return {
    parse: (input, context) => parse(input, context, grammar, quantities),
    parseQuantity: (input) => parseQuantity(input, quantities),
  };
}

function parseQuantity(input: string, quantities: QuantityReader): Pick<Draft, 'title' | 'quantity'> {
  const { text, offsets } = foldText(input);
  const found = quantities.find(maskRanges(text, findOpaqueRanges(text)));
  const taken = found ? [{ start: offsets[found.start] ?? 0, end: offsets[found.end] ?? input.length }] : [];
  const title = titleOf(input, taken);
  return found && title !== '' ? { title, quantity: found.quantity } : { title: titleOf(input, []) };
}

function parse(input: string, context: LineContext, grammar: CompiledGrammar, quantities: QuantityReader): Draft {
  const now = Temporal.ZonedDateTime.from(context.now);
  const { text: whole, offsets } = foldText(input);
  const text = maskRanges(whole, findOpaqueRanges(whole));
  const mentions = findMentions(text, context.members, context.lists, grammar.isAnd);
  const unread = maskRanges(
    text,
    mentions.map(({ start, end }) => ({ start, end, mark: TAKEN })),
  );

  const schedule =
    context.target === 'groceries'
      ? findGroceryDay(unread, grammar, now)
      : findSchedule(unread, grammar, context.target, now);
  const readings: Reading[] = mentions.map(({ kind, name, start, end }) => {
    return { kind, name, start, end, id: kind === 'person' ? `person:${name}` : kind };
  });
  for (const part of ['date', 'time', 'duration', 'repeat', 'until'] as const) {
    const atom = schedule[part];
    if (!atom) continue;
    const kind = part === 'until' ? 'repeat' : part !== 'duration' ? part : schedule.time ? 'time' : 'date';
    readings.push({ kind, id: kind, part, start: atom.start, end: atom.end });
  }
  if (context.target === 'groceries') {
    const taken = schedule.date ? [{ start: schedule.date.start, end: schedule.date.end, mark: TAKEN } as const] : [];
    const found = quantities.find(maskRanges(unread, taken));
    if (found) readings.push({ kind: 'quantity', id: 'quantity', ...found });
  }
  readings.sort((a, b) => a.start - b.start);

  const isDropped = ({ id, kind }: Reading) => context.dropped?.has(id) === true || context.dropped?.has(kind) === true;
  const inInput = ({ start, end }: Reading) => ({ start: offsets[start] ?? 0, end: offsets[end] ?? input.length });
  // A line that is nothing but readings is a title: there would be nothing to add.
  const isAllRead = titleOf(input, readings.map(inInput)) === '';
  const kept = isAllRead ? [] : readings.filter((reading) => !isDropped(reading));

  const isKept = (part: keyof Schedule) => kept.some((reading) => reading.part === part);
  const keptSchedule: Schedule = Object.fromEntries(
    Object.entries(schedule).filter(([part]) => isKept(part as keyof Schedule)),
  );
  const names = (kind: 'person' | 'list') =>
    kept.flatMap((reading) => (reading.kind === kind && reading.name !== undefined ? [reading.name] : []));
  const people = [...new Set(names('person'))];
  const [list] = names('list');
  const quantity = kept.find((reading) => reading.quantity)?.quantity;
  return {
    title: titleOf(input, kept.map(inInput)),
    ...(quantity && { quantity }),
    ...resolveSchedule(keptSchedule, grammar, now),
    ...(people.length > 0 && { assignees: people }),
    ...(list !== undefined && { list }),
    tokens: kept.map((reading) => ({ kind: reading.kind, id: reading.id, ...inInput(reading) })),
  };
}

/** In groceries a day counts with `@` anywhere, or with its preposition at the very end. */
function findGroceryDay(text: string, grammar: CompiledGrammar, now: Temporal.ZonedDateTime): Schedule {
  const { groceryDate } = grammar;
  const date = now.toPlainDate();
  for (const { index: start, 0: first } of text.matchAll(WORD_START)) {
    groceryDate.lastIndex = start;
    const groups = groceryDate.exec(text)?.groups;
    if (!groups) continue;
    const end = groceryDate.lastIndex;
    if (first !== '@' && !NOTHING_MORE.test(text.slice(end))) continue;
    if (!resolveDays(groups, grammar, { date, hasTimeAhead: false, earliest: date })) continue;
    return { date: { kind: 'date', start, end, groups, strength: 2, isAtEnd: true } };
  }
  return {};
}
