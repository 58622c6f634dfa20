import { ValiError } from 'valibot';

/** Names in logs are cut to this: enough to tell two apart for whoever runs the relay, of no use to anyone else. */
const SHORT_NAME_LENGTH = 6;

/** A room's or device's name as a log may show it. */
export const shortName = (name: string): string => name.slice(0, SHORT_NAME_LENGTH);

/**
 * Writes down that something of ours went wrong. Never what was received: a schema's message would quote it. No addresses, no keys, and
 * names shortened.
 */
export function logTrouble(what: string, problem: unknown, where: { room?: string; device?: string } = {}): void {
  const names = Object.entries(where).map(([kind, name]) => ` ${kind} ${shortName(name)}`);
  console.error(`${what}:${names.join('')}${names.length > 0 ? ':' : ''}`, wordsOf(problem));
}

function wordsOf(problem: unknown): string {
  if (problem instanceof ValiError) return 'a value of another shape than expected';
  return problem instanceof Error ? problem.message : 'unknown';
}
