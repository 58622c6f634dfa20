/**
 * Which local changes the relay has confirmed. A message covers every change made before it went out, but only once the socket's whole
 * state has gone out too: before that, earlier changes may still be missing there.
 */
export interface Receipts {
  /** Local changes without the relay's receipt. */
  readonly unsent: number;
  /** On the present socket the relay has confirmed everything it was ever going to miss. */
  readonly isStateConfirmed: boolean;
  changed(): void;
  socketOpened(): void;
  sent(n: number, kind: 'state' | 'update'): void;
  acked(n: number): void;
}

/** `unsentBefore`: changes of earlier worker lives that had no receipt. */
export function createReceipts(unsentBefore: number): Receipts {
  let made = unsentBefore;
  let confirmed = 0;
  let firstState: number | null = null;
  let isStateConfirmed = false;
  let covered = new Map<number, number>();
  return {
    get unsent() {
      return made - confirmed;
    },
    get isStateConfirmed() {
      return isStateConfirmed;
    },
    changed() {
      made += 1;
    },
    socketOpened() {
      covered = new Map();
      firstState = null;
      isStateConfirmed = false;
    },
    sent(n, kind) {
      if (kind === 'state') firstState ??= n;
      if (firstState !== null) covered.set(n, made);
    },
    acked(n) {
      if (firstState === null || n < firstState) return;
      isStateConfirmed = true;
      confirmed = Math.max(confirmed, covered.get(n) ?? 0);
      for (const key of covered.keys()) if (key <= n) covered.delete(key);
    },
  };
}
