import { buildExtension } from './build-extension.ts';
import { runCommand } from './run-command.ts';
import { runStaticChecks } from './static-checks.ts';

/** `npm run check`: lint, types per runtime, dead code, bundle sizes, architecture. Changes nothing; exits 1 where any fails. */

await buildExtension('chrome', { isQuiet: true });
const { failed } = await runStaticChecks();
const architecture = await runCommand('vitest', ['run', '--project', 'architecture']);
process.exit(failed === 0 && architecture === 0 ? 0 : 1);
