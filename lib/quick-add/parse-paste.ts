import type { DraftQuantity, LineParser, Target } from './draft.ts';
import { foldWord } from './fold.ts';
import { loadParser } from './load-parser.ts';
import { CONTENT, type PastedLine, readPastedLine } from './paste-line.ts';
import { readPairs, readTable, type TableRow } from './paste-table.ts';
import { titleOf } from './title.ts';

/** An entry of a pasted list. Nobody is assigned and no date is set by a paste. */
export interface PastedEntry {
  readonly title: string;
  readonly quantity?: DraftQuantity;
  /** How it is to be prepared (`softened`), or a table's note. */
  readonly note?: string;
  /** Given where the line has a box or check mark. */
  readonly done?: boolean;
  /** The heading above it. */
  readonly section?: string;
  /** How deep it is nested in the entries before it; absent for 0. */
  readonly depth?: number;
}

/** Longer text is read so far only. */
export const MAX_PASTE_LENGTH = 2_000_000;
/** Further entries are not read; say so where an answer is this long. */
export const MAX_PASTED_ENTRIES = 20_000;

/** Deeper nesting is drawn at this depth. */
const MAX_DEPTH = 8;

/** Soft hyphens, blanks without width, marks of direction and byte order: no part of a name. Joiners, which make letters and pictures, are not among them. */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** Headings of whole lists, which stand without colon (folded). */
const LIST_HEADINGS =
  /^(?:ingredients?|ingredientes?|zutaten|(?:shopping|grocery) list|groceries|lista (?:de la compra|de compras|del super(?:mercado)?)|compras?|einkaufs(?:liste|zettel)|(?:liste de )?courses|to[- ]?dos?|to[- ]?do list|tareas|aufgaben|a faire|tarefas)(?: \(.{1,30}\)| (?:for|para|fur|pour) .{1,30})?$/;
/** What follows these in a recipe is to be done, not to be bought (folded). */
const METHOD_HEADINGS =
  /^(?:directions?|method|instructions?|preparation|steps|preparacion|elaboracion|instrucciones|pasos|zubereitung|anleitung|etapes|preparo|modo de preparo|preparacao|so (?:geht|wird)'?s(?: gemacht)?)$/;
/** How something is to be prepared, behind a comma (folded). */
const PREPARATION =
  /^(?:(?:finely|roughly|thinly|freshly|lightly|coarsely|well|very|muy|bien|fein|grob|tres|bem) )?(?:\p{L}{2,}(?:ed|ad[oa]s?|id[oa]s?)\b|(?:ge|zer|ver)\p{L}+t\b|hach|emince|fondue?s?\b|rape|coupe|cut |at room|to taste|to serve|optional|drained|beaten|a temperatura|al gusto|a gosto|en (?:dados|rodajas|trozos|des|tranches|morceaux)|em (?:cubos|rodelas)|in (?:scheiben|wurfeln|stucken)|zimmerwarm|weich|a temperature)/u;

/**
 * The entries of pasted text: a list in any usual layout, an exported chat, a recipe's ingredients, a table with headings, or (groceries) one line
 * with commas. Reads only quantities, and those for groceries only. Time grows linearly with the text. Rejects if the language's chunk cannot be loaded.
 */
export async function parsePaste(
  text: string,
  { locale, target }: { readonly locale: string; readonly target: Target },
): Promise<PastedEntry[]> {
  const parser = target === 'groceries' ? await loadParser(locale) : undefined;
  const plain = text
    .slice(0, MAX_PASTE_LENGTH)
    .replaceAll(INVISIBLE, '')
    .replaceAll(/\r\n?|[\u2028\u2029\v\f\u0085]/g, '\n');
  const table = readTable(plain) ?? (parser && readPairs(plain));
  if (table)
    return table
      .filter(({ title }) => CONTENT.test(title))
      .slice(0, MAX_PASTED_ENTRIES)
      .map((row) => entryOfRow(row, parser));
  const lines = plain.split('\n');
  const [only, another] = lines.filter((line) => line.trim() !== '');
  if (only !== undefined && another === undefined) {
    const bulleted = only.split(/\s[•·▪◦●]\s/);
    if (bulleted.length > 1) return entriesOf(bulleted, parser);
    const numbered = splitAtNumbers(only);
    if (numbered.length > 1) return entriesOf(numbered, parser);
    const parts = parser ? splitAtCommas(only) : [];
    if (parts.length > 1) return entriesOf(parts, parser);
  }
  return entriesOf(lines, parser);
}

function entriesOf(lines: readonly string[], parser: LineParser | undefined): PastedEntry[] {
  const entries: PastedEntry[] = [];
  const read = withUnderlines(
    lines.map((line) => readPastedLine(line)),
    lines,
  );
  const isAboveListed = lookAhead(read);
  const isOutlined = parser !== undefined && hasBareHeadings(read, isAboveListed);
  const title = titleOfAll(read);
  let section: string | undefined;
  let isMethod = false;
  const parents: number[] = [];
  for (const [index, line] of read.entries()) {
    if (!line) continue;
    const folded = foldWord(line.text.slice(0, 80));
    const isTitle = !line.isListed && (LIST_HEADINGS.test(folded) || METHOD_HEADINGS.test(folded));
    const isBare = isOutlined && !line.isListed && isAboveListed[index] === true;
    if (line.isHeading || isTitle || isBare) {
      isMethod = parser !== undefined && METHOD_HEADINGS.test(folded);
      section = LIST_HEADINGS.test(folded) || line === title ? undefined : line.text;
      parents.length = 0;
      continue;
    }
    if (isMethod) continue;
    if (entries.length === MAX_PASTED_ENTRIES) break;
    while (parents.length > 0 && (parents.at(-1) ?? 0) >= line.indent) parents.pop();
    const depth = Math.min(parents.length, MAX_DEPTH);
    parents.push(line.indent);
    entries.push({
      ...contentOf(line.text, parser),
      ...(line.done !== undefined && { done: line.done }),
      ...(section !== undefined && { section }),
      ...(depth > 0 && { depth }),
    });
  }
  return entries;
}

/** The heading that is the name of the whole list rather than of a section: the only one, or the only one of the first order. */
function titleOfAll(read: readonly (PastedLine | undefined)[]): PastedLine | undefined {
  const headings = read.filter((line) => line?.isHeading);
  const top = headings.filter((line) => line?.isTopHeading);
  return headings.length === 1 ? headings[0] : top.length === 1 ? top[0] : undefined;
}

/** A line with a rule of its own length below is a heading; with dashes only at the top, since elsewhere they part entries. */
function withUnderlines(
  read: readonly (PastedLine | undefined)[],
  lines: readonly string[],
): (PastedLine | undefined)[] {
  const first = read.findIndex((line) => line !== undefined);
  return read.map((line, index) => {
    const rule = lines[index + 1]?.trim() ?? '';
    const isRule = /^={3,}$/.test(rule) || (index === first && /^-{4,}$/.test(rule));
    const isUnderlined = isRule && Math.abs(rule.length - (line?.text.length ?? 0)) <= 2;
    return line && !line.isListed && isUnderlined ? { ...line, isHeading: true } : line;
  });
}

/**
 * Whether every line without bullet stands above lines with one: then those are headings (`Produce`, below it `- lettuce`). One such line in the
 * middle is none, but an entry whose bullet was forgotten.
 */
function hasBareHeadings(read: readonly (PastedLine | undefined)[], isAboveListed: readonly boolean[]): boolean {
  const indices = read.flatMap((line, index) => (line && !line.isHeading && !line.isListed ? [index] : []));
  const listed = read.filter((line) => line?.isListed).length;
  const isAbove = indices.every((index) => isAboveListed[index]);
  const stands = indices.length > 1 || indices.every((index) => read[index - 1] === undefined);
  // Apart from what is above them they need not have several below them.
  const least = indices.every((index) => read[index - 1] === undefined) ? indices.length + 1 : 2 * indices.length;
  return indices.length > 0 && isAbove && stands && listed >= least;
}

/** For each line, whether the next that holds anything has a bullet. */
function lookAhead(read: readonly (PastedLine | undefined)[]): boolean[] {
  const above: boolean[] = [];
  let isNextListed = false;
  for (let index = read.length - 1; index >= 0; index--) {
    above[index] = isNextListed;
    isNextListed = read[index]?.isListed ?? isNextListed;
  }
  return above;
}

function contentOf(text: string, parser: LineParser | undefined): Pick<PastedEntry, 'title' | 'quantity' | 'note'> {
  const cells = text
    .split('\t')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  if (!parser) return { title: titleOf(cells.join(' '), []) };
  const [first = '', ...rest] = cells;
  // From a spreadsheet: name and amount in either order.
  const joined =
    /^\p{L}/u.test(first) && /^[\d½¼¾⅓⅔]/.test(rest[0] ?? '') ? `${rest.join(' ')} ${first}` : cells.join(' ');
  // American recipes: `1 (14 oz) can tomatoes`. Shopping apps: `Milk (2)`.
  const [, amount, size, sized] = /^([\d½¼¾⅓⅔/ .,]{1,8}) \(([^)]{1,40})\) (.+)$/.exec(joined) ?? [];
  const { title, quantity } =
    readSeparated(joined, parser) ??
    parser.parseQuantity(sized === undefined ? joined.replace(/ \((\d{1,3})\)$/, ' x$1') : `${amount} ${sized}`);
  // `1/4 cup (60 ml) oil`
  const [, same, named] = (quantity && /^\(([^)]{1,40})\) (?:(?:of|d[aeo]s?|du) |d['’])?(.+)$/u.exec(title)) || [];
  const name = named ?? title;
  const comma = name.indexOf(', ');
  const note = comma > 0 && isPreparation(name.slice(comma + 2)) ? name.slice(comma + 2) : undefined;
  const notes = [size, same, note].filter((each) => each !== undefined);
  return {
    title: note === undefined ? name : name.slice(0, comma),
    ...(quantity && { quantity }),
    ...(notes.length > 0 && { note: notes.join(', ') }),
  };
}

/** `Milk - 2`, `Bread: 500 g`: only where what stands behind is a quantity. */
function readSeparated(text: string, parser: LineParser): ReturnType<LineParser['parseQuantity']> | undefined {
  const [, name, amount] = /^(\p{L}[^:]{0,80}?)(?: [-–—] ?|: ?)((?:\d|[½¼¾⅓⅔])[^:]{0,20})$/u.exec(text) ?? [];
  if (name === undefined || amount === undefined) return undefined;
  const read = parser.parseQuantity(/^\d{1,3}$/.test(amount) ? `${name} x${amount}` : `${name} ${amount}`);
  return read.quantity && read.title === titleOf(name, []) ? read : undefined;
}

function entryOfRow(row: TableRow, parser: LineParser | undefined): PastedEntry {
  const { note, section } = row;
  const title = titleOf(row.title, []);
  const amount = [row.quantity, row.unit].filter(Boolean).join(' ');
  // A stand-in for the name shows how much of the cells is a quantity; what is none goes to the note.
  const read = row.quantity ? parser?.parseQuantity(`${amount} ${STAND_IN}`) : undefined;
  const unread = read?.title.replace(STAND_IN, '').trim();
  const notes = [unread, note].filter(Boolean).join(', ');
  const content = row.quantity === undefined && parser ? parser.parseQuantity(title) : { title };
  return {
    ...content,
    ...(read?.quantity && { quantity: read.quantity }),
    ...(notes !== '' && { note: notes }),
    ...(row.done !== undefined && { done: /^(?:x|1|y|s|j|o|true|yes|done|si|sí|ja|oui|sim|✓|✔)/i.test(row.done) }),
    ...(section !== undefined && { section }),
  };
}

const STAND_IN = 'entry';

/** `1) milk 2) bread 3) eggs`, if the numbers are 1, 2, 3 …; else the line as it is. */
function splitAtNumbers(line: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let expected = 1;
  for (const { 1: number, index } of line.matchAll(/(?<!\S)(\d{1,2})[.)]\s/g)) {
    if (Number(number) !== expected || (expected === 1 && line.slice(0, index).trim() !== '')) continue;
    if (expected > 1) parts.push(line.slice(start, index));
    start = index;
    expected++;
  }
  return [...parts, line.slice(start)];
}

/** Parts of a list in one line: at commas and semicolons (not of decimals, nor in quotes or brackets), and at the `and` before the last. */
function splitAtCommas(line: string): string[] {
  // `We need: milk, bread`
  const listed = /^\p{L}[\p{L} '’-]{0,30}: (.+,.+)$/u.exec(line.trim())?.[1];
  const parts = splitOutsideBrackets(listed ?? line);
  if (parts.length < 2 || (parts.length === 2 && isPreparation(parts[1] ?? ''))) return [line];
  const last = parts.pop() ?? '';
  const ending = last.replace(/^(?:and|y|e|und|et|&) /i, '');
  const pair = ending === last ? /^(\S+(?: \S+){0,3}) (?:and|y|e|und|et|&) (\S+(?: \S+){0,2})$/i.exec(last) : null;
  return [...parts, ...(pair ? [pair[1] ?? '', pair[2] ?? ''] : [ending])];
}

function splitOutsideBrackets(line: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  let depth = 0;
  for (let at = 0; at <= line.length; at++) {
    const char = line.charAt(at);
    if (char === '"') isQuoted = !isQuoted;
    else if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    const isDecimal = char === ',' && /^\d,\d/.test(line.slice(at - 1, at + 2));
    const isEnd = at === line.length || ((char === ',' || char === ';') && !isQuoted && depth === 0 && !isDecimal);
    if (!isEnd) continue;
    const part = line.slice(start, at).trim();
    if (part !== '') parts.push(part);
    start = at + 1;
  }
  return parts;
}

function isPreparation(text: string): boolean {
  return PREPARATION.test(foldWord(text.slice(0, 60)));
}
