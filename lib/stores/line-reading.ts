import type { ListRow, MemberRow, Quantity, Repeat } from '../protocol/values.ts';
import type { Draft, LineContext, LineParser, Target, Token, TokenKind } from '../quick-add/draft.ts';
import { loadParser } from '../quick-add/load-parser.ts';

/** A part of the line that was understood: tinted in the line, and a chip that takes the reading back. */
export interface ReadPart {
  readonly kind: TokenKind;
  /** What is dropped when the person says that this is text. */
  readonly id: string;
  /** Offsets into the line, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A line as it will be added. */
export interface LineReading {
  /** The line without its parts. */
  readonly title: string;
  /** In the order of the line, not overlapping. */
  readonly parts: readonly ReadPart[];
  readonly quantity?: Quantity;
  /** `YYYY-MM-DD` */
  readonly due?: string;
  /** `HH:MM`; only beside `due`. */
  readonly dueTime?: string;
  readonly repeat?: Repeat;
  readonly who?: readonly Pick<MemberRow, 'id' | 'name'>[];
  /** The list it names. */
  readonly list?: Pick<ListRow, 'id' | 'name'>;
  /** It names a day and a time, as what is in a calendar does. */
  readonly isEvent?: true;
}

/** The family around the line. */
export interface LineSurroundings {
  /** Wall clock and zone, as LineContext has it. */
  readonly now: string;
  readonly members: readonly MemberRow[];
  readonly lists: readonly ListRow[];
  /** The list in front. */
  readonly shown: ListRow | undefined;
  /** Ids of parts that the person took back. */
  readonly dropped: ReadonlySet<string>;
}

/** Reads a line in one language, as an entry of the list that it names, or of the one in front. */
export type ReadLine = (line: string, around: LineSurroundings) => { reading: LineReading; hasFound: boolean };

/** Loads a language; rejects if its chunk cannot be loaded. For pages only, and a chunk of its own: no page waits for it to paint. */
export async function loadReading(language: string): Promise<ReadLine> {
  const parser = await loadParser(language);
  return (line, around) => {
    const targetOf = (list: ListRow | undefined): Target => (list?.kind === 'groceries' ? 'groceries' : 'todo');
    const context: LineContext = {
      target: targetOf(around.shown),
      now: around.now,
      members: around.members.map(({ name }) => name),
      lists: around.lists.map(({ name }) => name),
      dropped: around.dropped,
    };
    const { list } = parser.parse(line, context);
    const named = around.lists.find(({ name }) => name === list);
    return readWith(parser, line, { ...context, target: targetOf(named ?? around.shown) }, around);
  };
}

function readWith(
  parser: LineParser,
  line: string,
  context: LineContext,
  around: LineSurroundings,
): ReturnType<ReadLine> {
  const whole = parser.parse(line, context);
  const dropped = new Set<string>(context.dropped);
  // An entry has one moment to be done by. What lasts stays in the title, so that nothing typed is lost.
  if (whole.endDate !== undefined) dropped.add('date');
  if (whole.endTime !== undefined) dropped.add('time');
  const draft = parser.parse(line, { ...context, dropped });
  const says = (kind: Token['kind']) => draft.tokens.some((token) => token.kind === kind);
  // The day depends on the time beside it (`Monday 9:00`, said on a Monday), also where the time stays text.
  const due = says('date') || says('time') || says('repeat') ? whole.date : undefined;
  const isName = ({ kind }: Token) => kind === 'person' || kind === 'list';
  const isKind = (kind: Token['kind']) => whole.tokens.some((token) => token.kind === kind);
  const isEvent = context.target !== 'groceries' && isKind('date') && isKind('time');
  const reading = readingOf(draft, due, around);
  return { reading: isEvent ? { ...reading, isEvent } : reading, hasFound: !whole.tokens.every(isName) };
}

function readingOf(draft: Draft, due: string | undefined, around: LineSurroundings): LineReading {
  const who = (draft.assignees ?? []).flatMap((name) => around.members.find((member) => member.name === name) ?? []);
  const list = around.lists.find(({ name }) => name === draft.list);
  return {
    title: draft.title,
    parts: draft.tokens.map(({ kind, id, start, end }) => ({ kind, id, start, end })),
    ...(draft.quantity && { quantity: draft.quantity }),
    ...(due !== undefined && { due }),
    ...(due !== undefined && draft.time !== undefined && { dueTime: draft.time }),
    ...(draft.rrule !== undefined && { repeat: { rrule: draft.rrule, from: 'due' as const } }),
    ...(who.length > 0 && { who }),
    ...(list && { list }),
  };
}
