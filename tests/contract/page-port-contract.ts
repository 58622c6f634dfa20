import { describe, expect, test } from 'vitest';
import type { WorkerPort } from '../../lib/ports/page-ports.ts';
import type { PagePort } from '../../lib/ports/ports.ts';

/** A port between a page and the worker: both ends, and how each side dies. */
export interface PagePortPlace {
  readonly page: WorkerPort;
  readonly worker: PagePort;
  workerDied(): void;
  pageClosed(): void;
  /** What was sent has arrived. */
  flow(): Promise<void>;
}

/** What worker and pages rely on of the port between them. */
export function describePagePort(name: string, createPlace: () => PagePortPlace): void {
  describe(`PagePort: ${name}`, () => {
    function listened() {
      const place = createPlace();
      const toWorker: unknown[] = [];
      const toPage: unknown[] = [];
      const ends: string[] = [];
      place.worker.onMessage((message) => toWorker.push(message));
      place.page.onMessage((message) => toPage.push(message));
      place.worker.onDisconnect(() => ends.push('worker'));
      place.page.onDisconnect(() => ends.push('page'));
      return { ...place, toWorker, toPage, ends };
    }

    test('messages arrive at the other end, each once, in their order, both ways', async () => {
      const { page, worker, toWorker, toPage, flow } = listened();
      for (let n = 0; n < 20; n++) {
        page.send({ n });
        worker.send({ answer: n });
      }
      await flow();
      expect(toWorker).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
      expect(toPage).toEqual(Array.from({ length: 20 }, (_, n) => ({ answer: n })));
    });

    test('nothing arrives while it is being sent', async () => {
      const { page, toWorker, flow } = listened();
      page.send('hello');
      expect(toWorker).toEqual([]);
      await flow();
      expect(toWorker).toEqual(['hello']);
    });

    test('messages are copies', async () => {
      const { page, toWorker, flow } = listened();
      const message = { rows: [{ id: 'a' }] };
      page.send(message);
      message.rows.push({ id: 'b' });
      await flow();
      expect(toWorker).toEqual([{ rows: [{ id: 'a' }] }]);
      expect(toWorker[0]).not.toBe(message);
    });

    test('when the worker dies the page hears of it once, and what was under way is lost', async () => {
      const { worker, page, toPage, toWorker, ends, workerDied, flow } = listened();
      worker.send('last');
      page.send('unheard');
      workerDied();
      workerDied();
      await flow();
      expect(ends).toEqual(['page']);
      expect(toPage).toEqual([]);
      expect(toWorker).toEqual([]);
    });

    test('when the page closes, by itself or with its tab, the worker hears of it once, and the page of nothing', async () => {
      for (const how of ['close', 'tab'] as const) {
        const { page, ends, pageClosed, flow } = listened();
        if (how === 'close') page.close();
        else pageClosed();
        page.close();
        await flow();
        expect(ends).toEqual(['worker']);
      }
    });

    test('sending on a dead port throws, as browsers do: whoever sends must expect it', async () => {
      const { page, worker, workerDied, flow } = listened();
      workerDied();
      await flow();
      expect(() => page.send('x')).toThrow();
      expect(() => worker.send('x')).toThrow();
    });
  });
}
