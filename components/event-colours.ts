import type { EventSource } from '../lib/protocol/event-values.ts';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { MemberRow } from '../lib/protocol/values.ts';
import { memberColour } from './avatar.tsx';

/** More stripes than these could not be told apart. */
const MAX_STRIPES = 3;

/**
 * Style of what stands for an event: `--member`, the first person's colour, and `--members`, stripes of everybody's. What
 * is for nobody in particular has the colour of the calendar it comes from.
 */
export function eventColours(
  { who, source }: { readonly who: readonly MemberId[]; readonly source?: EventSource | undefined },
  members: ReadonlyMap<string, MemberRow>,
): Record<'--member' | '--members', string | undefined> {
  const colours = who.flatMap((id) => memberColour(members.get(id)) ?? []).slice(0, MAX_STRIPES);
  if (colours.length === 0 && source?.colour !== undefined) colours.push(`var(--member-${source.colour})`);
  const part = 100 / colours.length;
  const stripes = colours.map((colour, index) => `${colour} ${index * part}% ${(index + 1) * part}%`);
  return {
    '--member': colours[0],
    '--members': colours.length > 1 ? `linear-gradient(to bottom, ${stripes.join(', ')})` : undefined,
  };
}
