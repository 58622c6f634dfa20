import { parentPort, workerData } from 'node:worker_threads';
import { type AttackOrder, type AttackPlan, type AttackReport, openAttack } from './attack.ts';
import type { HandshakeParams } from './chain-family.ts';

/** What the attacking thread tells and asks the one that started it. */
export type FromAttack =
  | { isReady: true }
  | { done: number }
  | { asks: true }
  | { report: AttackReport }
  | { failed: string };
/** What it is told: `handshake` answers `asks`, one for one. */
export type ToAttack = { order: AttackOrder } | { handshake: HandshakeParams | null };

const tell = (message: FromAttack) => parentPort?.postMessage(message);
const waiting: ((params: HandshakeParams | null) => void)[] = [];

const attack = await openAttack(workerData as AttackPlan, {
  progress: (done) => tell({ done }),
  insiderHandshake() {
    const { promise, resolve } = Promise.withResolvers<HandshakeParams | null>();
    waiting.push(resolve);
    tell({ asks: true });
    return promise;
  },
});

parentPort?.on('message', (message: ToAttack) => {
  if ('handshake' in message) waiting.shift()?.(message.handshake);
  else {
    attack.run(message.order).then(
      (report) => tell({ report }),
      (error: unknown) => tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  }
});
tell({ isReady: true });
