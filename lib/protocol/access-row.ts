import * as v from 'valibot';
import { DeviceIdSchema, InviteIdSchema, MemberIdSchema } from './ids.ts';
import { MomentSchema } from './values.ts';

/** One row, id `access`: who may come in, who is here. All that the signed chain and presence tell. */
export const AccessRowSchema = v.object({
  id: v.literal('access'),
  /** New members wait until one in the family agrees; an option of the family. */
  approval: v.boolean(),
  /** Open ones, newest first. `by`: the member whose device made it, where known. */
  invites: v.array(
    v.object({
      id: InviteIdSchema,
      by: v.optional(MemberIdSchema),
      at: MomentSchema,
      expiresAt: MomentSchema,
      needsApproval: v.boolean(),
    }),
  ),
  /** Who waits to join: the name they gave, and their browser's. */
  waiting: v.array(
    v.object({
      invite: InviteIdSchema,
      device: DeviceIdSchema,
      name: v.string(),
      deviceName: v.string(),
      at: MomentSchema,
    }),
  ),
  /** Admitted by the chain, but no member has entered it as theirs (yet). */
  unknownDevices: v.array(v.object({ id: DeviceIdSchema, at: MomentSchema, by: v.optional(MemberIdSchema) })),
  /** When the recovery kit in force was made, and by whom; null: there is none. */
  recovery: v.nullable(v.object({ at: MomentSchema, by: v.optional(MemberIdSchema) })),
  /** Devices connected now, this one included. */
  here: v.array(DeviceIdSchema),
  /** When devices were last here, as far as this browser knows. */
  seen: v.array(v.object({ device: DeviceIdSchema, at: MomentSchema })),
});
export type AccessRow = v.InferOutput<typeof AccessRowSchema>;
