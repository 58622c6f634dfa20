/**
 * What a strict reader asks of a file (RFC 5545): line ends, folding, characters, nesting, required and single
 * properties, zones that are defined. Gives what is wrong; shares nothing with the importer.
 */
export function violations(text: string): string[] {
  const found: string[] = [];
  const bytes = new TextEncoder().encode(text);
  if (!text.endsWith('\r\n')) found.push('the last line has no CRLF');
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) found.push('a line ends otherwise than with CRLF');
  if (/[^\P{Cc}\t\r\n]/u.test(text)) found.push('a control character');
  for (const line of splitLines(bytes)) {
    if (line.length > 75) found.push(`${line.length} octets: ${new TextDecoder().decode(line)}`);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(line);
    } catch {
      found.push(`a fold within a character: ${new TextDecoder().decode(line)}`);
    }
  }
  const lines = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  const zones = new Set(lines.flatMap((line) => /^TZID:(.*)$/.exec(line)?.[1] ?? []));
  const open: { name: string; seen: Map<string, number> }[] = [];
  for (const line of lines) {
    const match = LINE.exec(line);
    if (!match) {
      found.push(`no content line: ${line}`);
      continue;
    }
    const [, name = '', params = '', value = ''] = match;
    const top = open.at(-1);
    if (name === 'BEGIN') open.push({ name: value, seen: new Map() });
    else if (name === 'END') {
      if (top?.name !== value) found.push(`END:${value} within ${top?.name ?? 'nothing'}`);
      for (const required of REQUIRED[value] ?? [])
        if (top?.seen.get(required) !== 1) found.push(`${value}: ${required}`);
      for (const once of ONCE) if ((top?.seen.get(once) ?? 0) > 1) found.push(`${value}: two ${once}`);
      open.pop();
    } else {
      if (!top) found.push(`outside a calendar: ${line}`);
      top?.seen.set(name, (top.seen.get(name) ?? 0) + 1);
      const tzid = /;TZID=(?:"([^"]*)"|([^;:]*))/.exec(params);
      if (tzid && !zones.has(tzid[1] ?? tzid[2] ?? '')) found.push(`zone not defined: ${line}`);
      const form = FORMS[name];
      if (form && !form.test(`${params}:${value}`)) found.push(`value: ${line}`);
    }
  }
  if (open.length > 0) found.push(`END:${open.at(-1)?.name} is missing`);
  if (lines[0] !== 'BEGIN:VCALENDAR' || lines.at(-1) !== 'END:VCALENDAR') found.push('not one VCALENDAR');
  return found;
}

const LINE = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/s;
const REQUIRED: Record<string, string[]> = {
  VCALENDAR: ['VERSION', 'PRODID'],
  VEVENT: ['UID', 'DTSTAMP', 'DTSTART'],
  VTIMEZONE: ['TZID'],
  STANDARD: ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'],
  DAYLIGHT: ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'],
  VALARM: ['ACTION', 'TRIGGER'],
};
const ONCE =
  'UID DTSTAMP DTSTART DTEND DURATION SUMMARY DESCRIPTION LOCATION URL STATUS SEQUENCE RECURRENCE-ID CLASS ORGANIZER TRANSP PRIORITY'.split(
    ' ',
  );
const DATE = String.raw`\d{8}`;
const TIME = String.raw`\d{8}T\d{6}`;
const WHEN = new RegExp(`^(;VALUE=DATE:${DATE}|(;TZID=("[^"]*"|[^;:]*))?:${TIME}|:${TIME}Z)$`);
const WHENS = new RegExp(
  `^(;VALUE=DATE:${DATE}(,${DATE})*|(;TZID=("[^"]*"|[^;:]*))?:${TIME}(,${TIME})*|:${TIME}Z(,${TIME}Z)*)$`,
);
const FORMS: Record<string, RegExp> = {
  DTSTART: WHEN,
  DTEND: WHEN,
  EXDATE: WHENS,
  RDATE: WHENS,
  'RECURRENCE-ID': new RegExp(WHEN.source.replace('^(', '^(;RANGE=THISANDFUTURE)?(')),
  DTSTAMP: new RegExp(`^:${TIME}Z$`),
  TZOFFSETFROM: /^:[+-]\d{4}(\d{2})?$/,
  TZOFFSETTO: /^:[+-]\d{4}(\d{2})?$/,
  SEQUENCE: /^:\d+$/,
  TRIGGER: new RegExp(`^(;RELATED=(START|END))?:[+-]?P|^;VALUE=DATE-TIME:${TIME}Z$`),
  // TEXT: commas, semicolons and backslashes are escaped.
  SUMMARY: /^:(?:[^\\;,]|\\[\\;,nN])*$/,
  LOCATION: /^:(?:[^\\;,]|\\[\\;,nN])*$/,
};

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10) continue;
    lines.push(bytes.subarray(start, bytes[at - 1] === 13 ? at - 1 : at));
    start = at + 1;
  }
  return lines;
}
