import type { App } from '../lib/stores/app.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';

/** Offers everything readable of the family as a file, named for the day. Answers `saved`, or why not. */
export async function exportFamily(app: Pick<App, 'client' | 'platform' | 'now'>): Promise<'saved' | ProblemCode> {
  const outcome = await app.client.run({ type: 'exportFamily' });
  if (!outcome.ok) return outcome.error;
  const text = outcome.value?.text;
  if (typeof text !== 'string') return 'internal';
  app.platform.saveFile(`family-os-${app.now.today.peek()}.json`, 'application/json', text);
  return 'saved';
}
