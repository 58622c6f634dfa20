import { spawn } from 'node:child_process';
import { projectRoot } from './project-root.ts';

/**
 * `npm run deploy`: puts the relay on Cloudflare's edge with the PartyKit CLI, passing every argument on (`-- --domain HOST`). Log-in or
 * CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN: docs/DEPLOY_PARTYKIT.md.
 */

const child = spawn('partykit', ['deploy', ...process.argv.slice(2)], { cwd: projectRoot, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`The PartyKit CLI did not start: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
