import type { MemberId } from '../lib/protocol/ids.ts';
import type { MemberRow } from '../lib/protocol/values.ts';
import { memberColour } from './avatar.tsx';

/** More stripes than these could not be told apart. */
const MAX_STRIPES = 3;

/** Style of what stands for an event: `--member`, the first person's colour, and `--members`, stripes of everybody's. */
export function eventColours(
  who: readonly MemberId[],
  members: ReadonlyMap<string, MemberRow>,
): Record<'--member' | '--members', string | undefined> {
  const colours = who.flatMap((id) => memberColour(members.get(id)) ?? []).slice(0, MAX_STRIPES);
  const part = 100 / colours.length;
  const stripes = colours.map((colour, index) => `${colour} ${index * part}% ${(index + 1) * part}%`);
  return {
    '--member': colours[0],
    '--members': colours.length > 1 ? `linear-gradient(to bottom, ${stripes.join(', ')})` : undefined,
  };
}
