import { parentPort, workerData } from 'node:worker_threads';
import { type AttackOrders, attack } from './attack.ts';
import type { HandshakeParams } from './chain-family.ts';

/** What the attacking thread tells and asks the one that started it; `asks` is answered with a handshake or null. */
export type FromAttack = { done: number } | { asks: true } | { report: Awaited<ReturnType<typeof attack>> };

/** Runs one attack beside the thread that measures what members see of it. */
const waiting: ((params: HandshakeParams | null) => void)[] = [];
const tell = (message: FromAttack) => parentPort?.postMessage(message);
parentPort?.on('message', (params: HandshakeParams | null) => waiting.shift()?.(params));
const report = await attack(workerData as AttackOrders, {
  progress: (done) => tell({ done }),
  insiderHandshake() {
    const { promise, resolve } = Promise.withResolvers<HandshakeParams | null>();
    waiting.push(resolve);
    tell({ asks: true });
    return promise;
  },
});
tell({ report });
