import { runCommand } from './run-command.ts';

/** `npm run fix`: formats, sorts imports and applies every safe fix of the linter. */

process.exit(await runCommand('biome', ['check', '--write', '--error-on-warnings']));
