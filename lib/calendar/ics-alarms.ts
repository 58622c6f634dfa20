import type { Component } from './ics-components.ts';
import { type Property, unescapeText } from './ics-content-line.ts';
import { strictDuration } from './ics-durations.ts';
import { extraLines } from './ics-extra.ts';
import { instantOf, readMoment } from './ics-moments.ts';
import type { IcsAlarm } from './ics-types.ts';
import { excerpt, type WarningList } from './ics-warnings.ts';
import { wallText } from './rrule-days.ts';
import { zoneOffsets } from './zones.ts';
import type { FileZones } from './zones-file.ts';

/** More alarms of one event are dropped. */
const MAX_ALARMS = 50;
const READ = new Set(['ACTION', 'TRIGGER', 'DESCRIPTION', '']);
/** What programs write where the person wrote nothing. */
const NO_TEXT = /^(event )?reminder$|^this is an event reminder$/i;

/** Reads the VALARMs of an event. One without a readable TRIGGER is left out with a warning. */
export function readAlarms(
  event: Component,
  title: string,
  zones: FileZones,
  userZone: string,
  warnings: WarningList,
): IcsAlarm[] {
  const alarms: IcsAlarm[] = [];
  for (const component of event.components) {
    if (component.name !== 'VALARM') continue;
    if (alarms.length >= MAX_ALARMS) {
      warnings.add('too-long', component.line, `more than ${MAX_ALARMS} alarms`);
      break;
    }
    const property = (name: string) => component.properties.find((one) => one.name === name);
    const trigger = readTrigger(property('TRIGGER'), zones, userZone);
    if (!trigger) {
      const bad = property('TRIGGER');
      warnings.add('bad-value', bad?.line ?? component.line, `TRIGGER:${excerpt(bad?.value ?? '')}`);
      continue;
    }
    const description = unescapeText(property('DESCRIPTION')?.value ?? '').trim();
    const hasText = description !== '' && description !== title && !NO_TEXT.test(description);
    const action = (property('ACTION')?.value ?? '').trim().toUpperCase();
    const others = component.properties.filter((one) => !READ.has(one.name));
    const extra = extraLines(others, component.components, zones, warnings);
    alarms.push({
      action: /^[A-Z0-9-]+$/.test(action) ? action : 'DISPLAY',
      ...trigger,
      ...(hasText && { description }),
      ...(extra.length > 0 && { extra }),
    });
  }
  return alarms;
}

function readTrigger(
  property: Property | undefined,
  zones: FileZones,
  userZone: string,
): Pick<IcsAlarm, 'trigger' | 'relatedTo'> | undefined {
  if (!property) return undefined;
  const duration = strictDuration(property.value);
  if (duration !== undefined) {
    const isFromEnd = property.params.get('RELATED')?.toUpperCase() === 'END';
    return { trigger: duration, ...(isFromEnd && { relatedTo: 'end' as const }) };
  }
  const moment = readMoment(property, property.value, zones);
  if (!moment) return undefined;
  return { trigger: `${wallText(instantOf(moment, zoneOffsets(userZone)))}Z` };
}
