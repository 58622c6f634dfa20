import type { Component } from './ics-components.ts';
import { isStrictLine, type Property, withoutControls } from './ics-content-line.ts';
import { excerpt, type WarningList } from './ics-warnings.ts';
import type { FileZones } from './zones-file.ts';
import { tzidOf } from './zones-names.ts';

/**
 * Longest line kept as it is, and the most of them in one event, in UTF-16 code units: the rest of an inlined picture
 * or web page helps nobody.
 */
const MAX_EXTRA_LINE = 64 * 1_024;
const MAX_EXTRA = 128 * 1_024;

/**
 * The lines of what this calendar does not interpret, to be written again as they are: properties, then inner
 * components. Zone names become those of the platform, as the file's VTIMEZONE does not come along.
 */
export function extraLines(
  properties: readonly Property[],
  components: readonly Component[],
  zones: FileZones,
  warnings: WarningList,
): string[] {
  const lines: string[] = [];
  let length = 0;
  const add = (text: string, line: number) => {
    length += text.length;
    if (text.length <= MAX_EXTRA_LINE && length <= MAX_EXTRA) lines.push(text);
    else warnings.add('too-long', line, excerpt(text));
  };
  const addComponent = (component: Component) => {
    if (!isInnerComponent(component.name)) return;
    const before = lines.length;
    lines.push(`BEGIN:${component.name}`);
    for (const property of component.properties) {
      if (property.name !== '') add(extraLine(property, zones), property.line);
    }
    component.components.forEach(addComponent);
    if (lines.length === before + 1) lines.pop();
    else lines.push(`END:${component.name}`);
  };
  for (const property of properties) {
    if (property.name !== '') add(extraLine(property, zones), property.line);
  }
  components.forEach(addComponent);
  return lines;
}

const OUTER = /^(V(CALENDAR|EVENT|TODO|JOURNAL|FREEBUSY|TIMEZONE|ALARM)|STANDARD|DAYLIGHT)$/;

/** Whether a component may stand inside an event and is nothing that is read by itself. `name` in capitals. */
export function isInnerComponent(name: string): boolean {
  return /^[A-Z0-9-]+$/.test(name) && !OUTER.test(name);
}

function extraLine(property: Property, zones: FileZones): string {
  const tzid = property.params.get('TZID');
  const text = withoutControls(property.text.trim());
  if (tzid === undefined && isStrictLine(text)) return text;
  const named = tzid === undefined ? undefined : zones.read(tzid, property.line).named;
  const params = [...property.params].flatMap(([name, value]) => {
    if (name !== 'TZID') return /^[A-Z0-9-]+$/.test(name) ? [`;${name}=${quoted(value)}`] : [];
    return named === undefined || named === 'UTC' ? [] : [`;TZID=${quoted(tzidOf(named))}`];
  });
  return withoutControls(`${property.name}${params.join('')}:${property.value.trim()}`);
}

/** A parameter's value, with quotes where it needs them; what no quotes allow is written as RFC 6868 has it. */
export function quoted(value: string): string {
  const encoded = value.replace(/[\^"\n]/g, (character) =>
    character === '"' ? "^'" : character === '^' ? '^^' : '^n',
  );
  return /[;:,]/.test(encoded) ? `"${encoded}"` : encoded;
}
