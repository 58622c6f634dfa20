/**
 * The rules of the chain a second time, as plainly as they can be said: questions asked of the list of everything that happened, from
 * its beginning, each time. Knows nothing of bytes, keys or signatures. Slow on purpose, and shares no code with what it judges.
 */

/** Actors, invites and recovery kits are numbers; times are plain. */
export type Act = {
  readonly at: number;
  /** Signed by the right key, named correctly, and following the newest entry. */
  readonly isGenuine: boolean;
} & (
  | { kind: 'invite'; by: number; invite: number; expiresAt: number; approval: boolean }
  | { kind: 'revoke'; by: number; invite: number }
  | { kind: 'join'; device: number; invite: number }
  | { kind: 'admit'; by: number; device: number; invite: number }
  | { kind: 'epoch'; by: number; epoch: number; removed: readonly number[]; recipients: readonly string[] }
  | { kind: 'leave'; by: number }
  | { kind: 'recovery'; by: number; kit: number }
  | { kind: 'readmit'; device: number; kit: number }
  | { kind: 'enter'; device: number }
);

/** What happened so far, all of it valid. Device 0 made the family. */
export interface History {
  readonly isLegacy: boolean;
  readonly acts: readonly Act[];
}

export function isValid(history: History, act: Act): boolean {
  if (!act.isGenuine) return false;
  if ('by' in act && !isActive(history, act.by)) return false;
  if ('device' in act && hasCome(history, act.device)) return false;
  switch (act.kind) {
    case 'invite':
      return !history.acts.some((it) => it.kind === 'invite' && it.invite === act.invite);
    case 'revoke':
      return isUnspent(history, act.invite);
    case 'join':
      return isOpen(history, act.invite, act.at) && madeInvite(history, act.invite)?.approval === false;
    case 'admit':
      return isOpen(history, act.invite, act.at) && madeInvite(history, act.invite)?.approval === true;
    case 'epoch': {
      if (act.epoch !== epochOf(history) + 1) return false;
      if (act.removed.some((device) => device === act.by || !isActive(history, device))) return false;
      const expected = recipients(history, act.removed, act.at);
      return expected.size === act.recipients.length && act.recipients.every((it) => expected.has(it));
    }
    case 'leave':
    case 'recovery':
      return true;
    case 'readmit':
      return kitInForce(history) === act.kit;
    case 'enter':
      return history.isLegacy && epochOf(history) === 1;
  }
}

export const epochOf = ({ acts }: History) => 1 + acts.filter(({ kind }) => kind === 'epoch').length;

export function activeDevices(history: History): number[] {
  const came = history.acts.flatMap((it) => ('device' in it ? [it.device] : []));
  return [0, ...came].filter((device) => isActive(history, device));
}

/** As `device:1`, `invite:2`, `kit:3`. */
export function recipients(history: History, removed: readonly number[], at: number): Set<string> {
  const devices = activeDevices(history).filter((device) => !removed.includes(device));
  const invites = history.acts.flatMap((it) =>
    it.kind === 'invite' && !it.approval && !removed.includes(it.by) && isOpen(history, it.invite, at)
      ? [`invite:${it.invite}`]
      : [],
  );
  const kit = kitInForce(history);
  return new Set([...devices.map((device) => `device:${device}`), ...invites, ...(kit === null ? [] : [`kit:${kit}`])]);
}

/** Whether anyone who was given the current secret, or has had it since its epoch began, should not have it at `now`. */
export function isStale(history: History, now: number): boolean {
  const started = history.acts.findLastIndex(({ kind }) => kind === 'epoch');
  const before: History = { ...history, acts: history.acts.slice(0, started + 1) };
  const since = history.acts.slice(started + 1);
  const beganAt = history.acts[started]?.at ?? Number.NEGATIVE_INFINITY;
  const given = [
    ...recipients(before, [], beganAt),
    ...since.flatMap((it) => {
      if ('device' in it) return [`device:${it.device}`];
      if (it.kind === 'invite' && !it.approval) return [`invite:${it.invite}`];
      return it.kind === 'recovery' ? [`kit:${it.kit}`] : [];
    }),
  ];
  const entitled = recipients(history, [], now);
  return given.some((it) => !entitled.has(it));
}

const hasCome = ({ acts }: History, device: number) =>
  device === 0 || acts.some((it) => 'device' in it && it.device === device);

function isActive(history: History, device: number): boolean {
  return hasCome(history, device) && !history.acts.some((it) => ends(it, device));
}

const ends = (act: Act, device: number) =>
  (act.kind === 'leave' && act.by === device) || (act.kind === 'epoch' && act.removed.includes(device));

const madeInvite = ({ acts }: History, invite: number) =>
  acts.find((it) => it.kind === 'invite' && it.invite === invite) as (Act & { kind: 'invite' }) | undefined;

/** Made, and neither used, taken back, nor gone with its maker or with an epoch after its time. */
function isUnspent(history: History, invite: number): boolean {
  const made = madeInvite(history, invite);
  if (made === undefined) return false;
  const later = history.acts.slice(history.acts.indexOf(made) + 1);
  return !later.some(
    (it) =>
      (['join', 'admit', 'revoke'].includes(it.kind) && 'invite' in it && it.invite === invite) ||
      ends(it, made.by) ||
      (it.kind === 'epoch' && it.at > made.expiresAt),
  );
}

function isOpen(history: History, invite: number, at: number): boolean {
  return isUnspent(history, invite) && at <= (madeInvite(history, invite)?.expiresAt ?? 0);
}

function kitInForce({ acts }: History): number | null {
  const last = acts.findLast(({ kind }) => kind === 'recovery');
  return last?.kind === 'recovery' ? last.kit : null;
}
