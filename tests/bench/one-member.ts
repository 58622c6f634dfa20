import { join } from 'node:path';
import { startRelay } from '../../scripts/relay-process.ts';
import { useRelay } from '../e2e/family-steps.ts';
import { type ChromiumMember, launchMember } from '../e2e/harness/chromium-member.ts';
import { makeTempDir } from '../e2e/harness/temp-dir.ts';

/** One member's browser, with a relay that it knows and no family yet. All of it ends with the stack. */
export async function startMember(
  stack: AsyncDisposableStack,
  options: { extensionDir: string; timeZone?: string },
): Promise<ChromiumMember> {
  const folder = await makeTempDir('bench');
  stack.defer(() => folder.remove());
  const relay = await startRelay({ dataDir: join(folder.path, 'relay') });
  stack.defer(() => relay.stop());
  const member = await launchMember(options);
  stack.defer(() => member.close());
  await useRelay(member, new URL(relay.url).host);
  return member;
}
