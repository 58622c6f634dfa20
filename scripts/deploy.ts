import { runCommand } from './run-command.ts';

/**
 * `npm run deploy`: puts the relay on Cloudflare's edge with the PartyKit CLI, passing every argument on (`-- --domain HOST`). Log-in or
 * CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN: docs/DEPLOY_PARTYKIT.md.
 */

process.exit(await runCommand('partykit', ['deploy', ...process.argv.slice(2)]));
