/** A pasted line without what only lays it out. */
export interface PastedLine {
  /** Never empty; without bullet, box, number, sender and emphasis. */
  readonly text: string;
  /** Blanks in front, a tab counting four. */
  readonly indent: number;
  /** It had a bullet, box or number. */
  readonly isListed: boolean;
  /** Given where there is a box or check mark, or the line is struck through. */
  readonly done?: boolean;
  /** What marks it as a heading, if anything does: `#`, emphasis of the whole line, or a colon at its end. */
  readonly isHeading: boolean;
  /** `# …`: the title of the whole, if it is the only one. */
  readonly isTopHeading?: boolean;
}

const TAB_WIDTH = 4;
/** Deeper is decoration. */
const MAX_INDENT = 200;

const TIME = '\\d{1,2}[:.h]\\d{2}(?:[:.]\\d{2})?(?:\\s?[ap]\\.?\\s?m\\.?)?';
const DATE = '\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}';
/** `[21/11/2026, 18:04:11] Ana: …`, `11/21/26, 6:04 PM - Ana: …`, `21/11/2026 à 18:04 - Ana : …`, `[18:04] Ana: …`. */
const CHAT = new RegExp(
  `^\\p{Cf}?(?:\\[(?:${DATE},?\\s(?:\\p{L}{1,3}\\s){0,2})?${TIME}\\]\\s?|${DATE},?\\s(?:\\p{L}{1,3}\\s){0,2}${TIME}\\s?[-–]\\s)(.*)$`,
  'iu',
);
/** `Ana, [21.11.2026 18:04]`, above her message. */
const SENDER_LINE = new RegExp(`^[^[\\]]{1,60}, \\[${DATE},?\\s${TIME}\\]$`, 'iu');
const SENDER = /^\p{Cf}?~?\s?[^:]{1,60}?\s?: ?(.*)$/u;
/** What messengers put in place of what is no text, or of what was deleted. */
const MEDIA =
  /^\p{Cf}?(?:<[^>]{3,40}>|(?=.{0,30}(?:messag|mensa|nachricht)).{0,30}(?:deleted|eliminó|eliminaste|gelöscht|supprimé|apag(?:ada|ou)).{0,20}|\p{L}+ (?:omitted|omitid[oa]|weggelassen|absente?|ocultad[oa]))$/iu;
/** `milk <This message was edited>` */
const EDITED = /\s?\p{Cf}?<[^<>]{3,60}>$/u;

/** An entry has a letter, a digit or a picture. */
export const CONTENT = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const RULE = /^[\s\-_*=~•·—–+#|.:]+$/;
/** The last alternatives are the bullets of word processors, as letters of symbol fonts, and a dash or star that its blank was forgotten behind. */
const BULLET =
  /^(?:[-*+–—]\s+|(?:[•·・◦▪▫●○■‣⁃∙►▶▸➤➢→◆◇❖👉🔹🔸🔷🔶⚫⚪][\uFE0E\uFE0F]?)\s*|o\t\s*|§\s+|[\uF020-\uF0FF]\s*|\*{2,6}\s+|[-–—](?=\p{L}|\d{1,4}\s?\p{L})|\*(?=[\p{L}\d][^*]*$))/u;
const NUMBER = /^(?:(?:\(?\d{1,3}[.)]|[a-z]\))\s+|\d{1,3}[、．]\s*|(?:\d\uFE0F?\u20E3)+\s*)/i;
const OPEN_BOX = /^(?:\[[\s\-~]?\]|\(\s?\)(?=\s)|[☐⬜⬛□▢🔲🔳]\uFE0F?)\s*/u;
const DONE_BOX = /^(?:\[[xX✓✔✗]\]|\([xX✓✔]\)(?=\s)|[☑☒✅✔✓🗹]\uFE0F?)\s*/u;

/** Takes a line apart; undefined for one that holds nothing: blank, a rule, a messenger's notice. Time linear in its length. */
export function readPastedLine(line: string): PastedLine | undefined {
  const indent = indentOf(line);
  let text = line.trim();
  if (SENDER_LINE.test(text.slice(0, 120))) return undefined;
  const chat = CHAT.exec(text.slice(0, 200))?.[1];
  if (chat !== undefined) {
    const message = SENDER.exec(text.slice(text.slice(0, 200).length - chat.length))?.[1];
    // Without a sender it is a notice of the messenger.
    if (message === undefined || MEDIA.test(message)) return undefined;
    text = message.replace(EDITED, '').trim();
  }
  text = text.replace(/^(?:>\s?){1,5}/, '').trim();
  if (!CONTENT.test(text) || RULE.test(text)) return undefined;
  const hashes = /^#{1,6}(?=\s)/.exec(text)?.[0].length;
  if (hashes !== undefined) {
    const heading = plainLine(text.slice(hashes).replace(/\s#{1,6}$/, ''), indent);
    return { ...heading, isHeading: true, isTopHeading: hashes === 1 };
  }

  let isListed = false;
  let done: boolean | undefined;
  // Wikis nest by stars.
  const stars = /^\*{2,6}(?=\s)/.exec(text)?.[0].length ?? 1;
  // A bullet or number, then a box, in either order.
  for (let round = 0; round < 3; round++) {
    const mark =
      (done === undefined && (DONE_BOX.exec(text) ?? OPEN_BOX.exec(text))) || (BULLET.exec(text) ?? NUMBER.exec(text));
    if (!mark) break;
    if (mark[0].length === text.length) return undefined;
    if (DONE_BOX.test(mark[0])) done = true;
    else if (OPEN_BOX.test(mark[0])) done = false;
    isListed = true;
    text = text.slice(mark[0].length).trim();
  }
  const struck = /^~~(.+)~~$/.exec(text)?.[1] ?? /^~([^~]+)~$/.exec(text)?.[1];
  if (struck !== undefined) {
    text = struck;
    done = true;
  }
  const emphasised = /^(\*\*|__|\*)([^*_]+)\1(:?)$/.exec(text);
  const inner = emphasised ? `${emphasised[2]}${emphasised[3]}` : text.replaceAll(/\*\*([^*]+)\*\*/g, '$1');
  const isHeading = done === undefined && ((emphasised !== null && !isListed) || /[:：]\s*$/.test(inner));
  const plain = plainLine(inner, indent + stars - 1);
  return !CONTENT.test(plain.text) ? undefined : { ...plain, isListed, isHeading, ...(done !== undefined && { done }) };
}

function plainLine(text: string, indent: number): PastedLine {
  return {
    text: text
      .trim()
      .replace(/[\s,;:：]{1,4}$/, '')
      .trim(),
    indent,
    isListed: false,
    isHeading: false,
  };
}

function indentOf(line: string): number {
  let indent = 0;
  for (let at = 0; at < line.length && indent < MAX_INDENT; at++) {
    const char = line.charAt(at);
    if (char === '\t') indent += TAB_WIDTH;
    else if (/\s/.test(char)) indent++;
    else break;
  }
  return indent;
}
