import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Bytes that the runtimes of a relay have in memory (resident set). `id`: of the process that `npm run relay` starts, which leads their group, or of
 * their parent.
 */
export async function relayMemory(id: number, by: 'group' | 'parent' = 'group'): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', `${by === 'group' ? 'pgid' : 'ppid'}=,rss=,comm=`]);
  let kibibytes = 0;
  for (const line of stdout.split('\n')) {
    const [of, rss, command = ''] = line.trim().split(/\s+/);
    if (Number(of) === id && command.includes('workerd')) kibibytes += Number(rss);
  }
  if (kibibytes === 0) throw new Error('the relay has no runtime');
  return kibibytes * 1_024;
}

const SETTLE_LIMIT_MS = 45_000;
const LOOK_EVERY_MS = 500;
/** Not lower for so long: what was to be given back has been. */
const QUIET_LOOKS = 12;

/** The lowest memory that the relay comes to, once what it had to do is done. `nudge` is called at every look: an engine that does nothing collects nothing. */
export async function settledMemory(leader: number, nudge: () => Promise<void>): Promise<number> {
  const deadline = performance.now() + SETTLE_LIMIT_MS;
  let lowest = Number.POSITIVE_INFINITY;
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < deadline; quiet++) {
    await nudge();
    const memory = await relayMemory(leader);
    if (memory < lowest - 256 * 1_024) quiet = 0;
    lowest = Math.min(lowest, memory);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return lowest;
}
