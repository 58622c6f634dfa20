import type { Component } from './ics-components.ts';
import { unescapeText } from './ics-content-line.ts';
import type { WarningList } from './ics-warnings.ts';
import { excerpt } from './ics-warnings.ts';
import { canonicalZone, type ZoneOffsets, zoneOffsets } from './zones.ts';
import { zoneByName } from './zones-names.ts';
import { type FileZoneRules, readFileZone } from './zones-vtimezone.ts';

/** What one import may still spend on zones of its own; without a limit a hostile file could ask for hours. */
export interface MatchBudget {
  /** Series to be compared occurrence by occurrence. */
  walks: number;
  /** Searches through every zone of the platform. */
  searches: number;
}

/** What a TZID means in one calendar of a file. */
export interface FileZone {
  /** The zone to read its wall times with: the file's own rules where it has them, else the platform's. */
  readonly offsets: ZoneOffsets;
  /** The zone of the platform that the name means; with own rules only a first guess. */
  readonly named: string | undefined;
  /** Where the file has a VTIMEZONE for it. */
  readonly rules: FileZoneRules | undefined;
  /** Shared by all zones of an import. */
  readonly budget: MatchBudget;
}

/** Resolves the TZIDs of one VCALENDAR. A zone nobody knows is the calendar's own (X-WR-TIMEZONE), else the person's, with
 * one warning. */
export interface FileZones {
  read(tzid: string, line: number): FileZone;
}

/** `userZone`: an IANA zone that the platform knows. */
export function createFileZones(
  calendar: Component,
  userZone: string,
  warnings: WarningList,
  budget: MatchBudget,
): FileZones {
  const rulesByName = readVtimezones(calendar, warnings);
  const otherwise = calendarZone(calendar) ?? userZone;
  const zones = new Map<string, FileZone>();
  return {
    read(tzid, line) {
      const key = keyOf(tzid);
      let zone = zones.get(key);
      if (!zone) {
        zone = resolve(tzid, rulesByName.get(key), otherwise, line, warnings, budget);
        zones.set(key, zone);
      }
      return zone;
    },
  };
}

function resolve(
  tzid: string,
  rules: FileZoneRules | undefined,
  otherwise: string,
  line: number,
  warnings: WarningList,
  budget: MatchBudget,
): FileZone {
  const name = zoneByName(tzid);
  if (rules) {
    const location = rules.location === undefined ? undefined : canonicalZone(rules.location);
    const named = name?.isCertain ? name.zone : location;
    return { offsets: rules.offsets, named, rules, budget };
  }
  if (!name?.isCertain) {
    const instead = name?.zone ?? otherwise;
    warnings.add('unknown-zone', line, `“${excerpt(tzid)}” is read as ${instead}`);
  }
  const named = name?.zone ?? otherwise;
  return { offsets: zoneOffsets(named), named, rules: undefined, budget };
}

/** X-WR-TIMEZONE, which Google and Apple write: where the calendar is at home. */
function calendarZone(calendar: Component): string | undefined {
  const property = calendar.properties.find((one) => one.name === 'X-WR-TIMEZONE');
  const name = property && zoneByName(unescapeText(property.value));
  return name?.isCertain ? name.zone : undefined;
}

function readVtimezones(calendar: Component, warnings: WarningList): Map<string, FileZoneRules> {
  const byName = new Map<string, FileZoneRules>();
  for (const component of calendar.components) {
    if (component.name !== 'VTIMEZONE') continue;
    for (const { name, observances } of sections(component)) {
      const rules = readFileZone(component, observances);
      if (!rules) warnings.add('bad-value', component.line, `VTIMEZONE “${excerpt(name)}” has no readable rules`);
      else if (!byName.has(keyOf(name))) byName.set(keyOf(name), rules);
    }
  }
  return byName;
}

/** A second TZID in one VTIMEZONE begins another zone: some programs write all zones into one component. */
function sections(component: Component): { name: string; observances: Component[] }[] {
  const names = component.properties.filter((property) => property.name === 'TZID');
  return names.map((property, index) => {
    const next = names[index + 1]?.line ?? Number.POSITIVE_INFINITY;
    // The first zone also has what stands before its name.
    const from = index === 0 ? 0 : property.line;
    return {
      name: unescapeText(property.value),
      observances: component.components.filter((one) => one.line > from && one.line < next),
    };
  });
}

function keyOf(tzid: string): string {
  return tzid
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('\\', '')
    .trim()
    .toLowerCase();
}
