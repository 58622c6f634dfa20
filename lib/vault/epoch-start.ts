import type { DeviceId } from '../protocol/ids.ts';
import { makeEpochEntry } from './chain-making.ts';
import { type ChainState, recipientsOf } from './chain-state.ts';
import type { Device } from './device.ts';
import { sealEnvelope } from './envelope.ts';
import { newFamilySecret } from './family-keys.ts';
import { deriveKnockKeys, wrapSecretUnder } from './keyring.ts';

/**
 * The entry that starts the next epoch, with a new secret for everyone but `removing`. Nothing has happened until the chain holds
 * the entry; where another one came first, it is made anew. `secret`: of the current epoch.
 */
export async function startEpoch(args: {
  state: ChainState;
  device: Device;
  secret: Uint8Array;
  removing: readonly DeviceId[];
  at: number;
}): Promise<{ entry: Uint8Array; epoch: number; secret: Uint8Array }> {
  const { state, device, removing } = args;
  const at = Math.trunc(args.at);
  const { room } = state;
  const epoch = state.epoch + 1;
  const secret = newFamilySecret();
  const envelopes = await Promise.all(
    recipientsOf(state, removing, at).map(async (agreePublic) => ({
      agreePublic,
      envelope: await sealEnvelope({ room, epoch, recipientPublic: agreePublic, secret }),
    })),
  );
  const entry = await makeEpochEntry({
    device,
    previous: state.head,
    at,
    epoch,
    removed: removing,
    wrapped: wrapSecretUnder(secret, args.secret, { room, epoch }),
    knockPublic: deriveKnockKeys(secret).publicKey,
    envelopes,
  });
  return { entry, epoch, secret };
}
