import type { CommandBody } from '../lib/protocol/commands.ts';
import type { App } from '../lib/stores/app.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';

type Exporter = Pick<App, 'client' | 'platform' | 'now'>;

/** Offers everything readable of the family as a file, named for the day. Answers `saved`, or why not. */
export function exportFamily(app: Exporter): Promise<'saved' | ProblemCode> {
  return save(app, { type: 'exportFamily' }, 'family-os');
}

/** Offers the sealed backup as a file, named for the day: only the recovery kit or a member's browser opens it. */
export function exportBackup(app: Exporter): Promise<'saved' | ProblemCode> {
  return save(app, { type: 'exportBackup' }, 'family-os-backup');
}

async function save(app: Exporter, body: CommandBody, name: string): Promise<'saved' | ProblemCode> {
  const outcome = await app.client.run(body);
  if (!outcome.ok) return outcome.error;
  const text = outcome.value?.text;
  if (typeof text !== 'string') return 'internal';
  app.platform.saveFile(`${name}-${app.now.today.peek()}.json`, 'application/json', text);
  return 'saved';
}
