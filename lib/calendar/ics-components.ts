import { type Property, parseContentLine } from './ics-content-line.ts';
import { type ContentText, MAX_LINE_LENGTH } from './ics-lines.ts';
import { excerpt, type WarningList } from './ics-warnings.ts';

/** BEGIN … END. */
export interface Component {
  /** In capitals. */
  readonly name: string;
  readonly line: number;
  readonly properties: Property[];
  readonly components: Component[];
}

/** Components that never stand inside one another: another's begin is the missing end of the last. */
const TOP = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE']);
/** The same of those within them. */
const INNER = new Set(['STANDARD', 'DAYLIGHT', 'VALARM']);
/** Deeper nesting means nothing in iCalendar. */
const MAX_DEPTH = 6;
/** More properties in one component are dropped; the largest meetings have some hundred guests. */
const MAX_PROPERTIES = 5_000;

/**
 * Builds components from lines, going on over what does not fit: missing and stray ends, lines that are no property,
 * properties outside a calendar. Events that stand outside a calendar are taken too, as pasted text has them. What is
 * neither calendar, event nor zone is known to be there, without its content.
 */
export function buildComponents(lines: readonly ContentText[], warnings: WarningList): Component {
  const root: Component = { name: '', line: 1, properties: [], components: [] };
  const open: Component[] = [root];
  const top = () => open[open.length - 1] ?? root;

  const begin = (name: string, line: number) => {
    if (name === 'VCALENDAR' && open.length > 1) closeTo(1, line);
    else if (TOP.has(name)) {
      const at = open.findIndex((component) => TOP.has(component.name));
      if (at > 0) closeTo(at, line);
    } else if (INNER.has(name) && INNER.has(top().name)) closeTo(open.length - 1, line);
    const component: Component = { name, line, properties: [], components: [] };
    if (isKept(open)) top().components.push(component);
    open.push(component);
  };
  const closeTo = (length: number, line: number) => {
    warnings.add('bad-line', line, `END:${top().name} is missing`);
    open.length = length;
  };

  for (const { line, text, isCut } of lines) {
    if (isCut) {
      warnings.add('too-long', line, `more than ${MAX_LINE_LENGTH} characters: ${excerpt(text)}`);
      continue;
    }
    const property = parseContentLine(text, line);
    if (!property) {
      warnings.add('bad-line', line, excerpt(text));
      continue;
    }
    if (property.name === 'BEGIN') {
      if (open.length > MAX_DEPTH) warnings.add('bad-line', line, excerpt(text));
      else begin(property.value.trim().toUpperCase(), line);
    } else if (property.name === 'END') {
      const name = property.value.trim().toUpperCase();
      const at = open.findLastIndex((component) => component.name === name);
      if (at < 1) warnings.add('bad-line', line, excerpt(text));
      else {
        if (at < open.length - 1) closeTo(at + 1, line);
        open.length = at;
      }
    } else if (open.length === 1) warnings.add('bad-line', line, excerpt(text));
    else if (isKept(open)) keep(top(), property, warnings);
  }
  if (open.length > 1) warnings.add('bad-line', lines.at(-1)?.line, `END:${top().name} is missing`);
  return root;
}

function isKept(open: readonly Component[]): boolean {
  const outer = open.find((component) => component.name !== '' && component.name !== 'VCALENDAR');
  return !outer || outer.name === 'VEVENT' || outer.name === 'VTIMEZONE';
}

function keep(component: Component, property: Property, warnings: WarningList): void {
  if (component.properties.length < MAX_PROPERTIES) component.properties.push(property);
  else if (component.properties.length === MAX_PROPERTIES) {
    warnings.add('too-long', property.line, `more than ${MAX_PROPERTIES} properties in one ${component.name}`);
    // A mark that the warning was given; it has no name, so nobody reads it.
    component.properties.push({ ...property, name: '', text: '' });
  }
}
