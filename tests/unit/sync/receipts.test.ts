import { expect, test } from 'vitest';
import { createReceipts } from '../../../lib/sync/receipts.ts';

test('a change is unsent until the relay confirms a message that carried it', () => {
  const receipts = createReceipts(0);
  receipts.socketOpened();
  receipts.sent(1, 'state');
  receipts.acked(1);
  expect(receipts.unsent).toBe(0);
  receipts.changed();
  expect(receipts.unsent).toBe(1);
  receipts.sent(2, 'update');
  expect(receipts.unsent).toBe(1);
  receipts.acked(2);
  expect(receipts.unsent).toBe(0);
});

test('changes of earlier worker lives are unsent until the whole state is confirmed', () => {
  const receipts = createReceipts(3);
  expect(receipts.unsent).toBe(3);
  receipts.socketOpened();
  receipts.sent(1, 'state');
  expect(receipts.isStateConfirmed).toBe(false);
  receipts.acked(1);
  expect(receipts.unsent).toBe(0);
  expect(receipts.isStateConfirmed).toBe(true);
});

test('an update that goes out before the state confirms nothing: what came before it may be missing on the relay', () => {
  const receipts = createReceipts(0);
  receipts.changed();
  receipts.socketOpened();
  receipts.changed();
  receipts.sent(1, 'update');
  receipts.acked(1);
  expect(receipts.unsent).toBe(2);
  receipts.sent(2, 'state');
  receipts.acked(2);
  expect(receipts.unsent).toBe(0);
});

test('a change made after a message went out is not covered by its receipt', () => {
  const receipts = createReceipts(0);
  receipts.socketOpened();
  receipts.sent(1, 'state');
  receipts.changed();
  receipts.acked(1);
  expect(receipts.unsent).toBe(1);
});

test('a new socket begins its count anew and its acks do not confirm what the old one sent', () => {
  const receipts = createReceipts(0);
  receipts.socketOpened();
  receipts.sent(1, 'state');
  receipts.changed();
  receipts.sent(2, 'update');
  receipts.socketOpened();
  expect(receipts.isStateConfirmed).toBe(false);
  receipts.acked(2);
  expect(receipts.unsent).toBe(1);
});
