import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_BACKLOG_BYTES, READ_LIMIT_MS, READ_PROBE_BYTES, SEND_WINDOW_BYTES } from '../../server/limits.ts';
import { createSendWindow } from '../../server/send-window.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PROBE = Uint8Array.of(0, 0);
const frame = (bytes: number) => new Uint8Array(bytes);

function createSubject({ hasSpace = () => true }: { hasSpace?: () => boolean } = {}) {
  const sent: Uint8Array[] = [];
  const onStuck = vi.fn();
  const window = createSendWindow({
    send: (it) => sent.push(it),
    probeFrame: () => PROBE,
    hasSpaceFor: hasSpace,
    onStuck,
  });
  return {
    window,
    onStuck,
    relayed: () => sent.filter((it) => it !== PROBE),
    probes: () => sent.filter((it) => it === PROBE),
  };
}

describe('what a socket is sent of others', () => {
  it('goes out at once, with a request for a sign of reading every so often', () => {
    const { window, relayed, probes } = createSubject();
    for (let sent = 0; sent < READ_PROBE_BYTES; sent += 1_024) window.relay(frame(1_024));

    expect(relayed()).toHaveLength(READ_PROBE_BYTES / 1_024);
    expect(probes()).toHaveLength(1);
  });

  it('waits once a window is unread, and goes on in order when the client has read', () => {
    const { window, relayed } = createSubject();
    const frames = Array.from({ length: 8 }, () => frame(SEND_WINDOW_BYTES / 4));
    for (const it of frames) window.relay(it);
    expect(relayed()).toHaveLength(4);
    window.answered();
    expect(relayed()).toHaveLength(5);
    for (let count = 0; count < 3; count++) window.answered();

    expect(relayed()).toEqual(frames);
    expect(window.isWaiting).toBe(false);
  });

  it('is not stopped by a client that reads slowly', () => {
    const { window, onStuck, relayed } = createSubject();
    for (let count = 0; count < 12; count++) window.relay(frame(SEND_WINDOW_BYTES / 4));
    for (let count = 0; count < 12; count++) {
      vi.advanceTimersByTime(READ_LIMIT_MS - 1_000);
      window.answered();
    }

    expect(relayed()).toHaveLength(12);
    expect(onStuck).not.toHaveBeenCalled();
  });

  it('ends with a client that reads nothing for too long', () => {
    const { window, onStuck } = createSubject();
    for (let count = 0; count < 5; count++) window.relay(frame(SEND_WINDOW_BYTES / 4));
    vi.advanceTimersByTime(READ_LIMIT_MS - 1);
    expect(onStuck).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);

    expect(onStuck).toHaveBeenCalledTimes(1);
  });

  it('ends with a client for which too much waits', () => {
    const { window, onStuck } = createSubject();
    for (let bytes = 0; bytes <= MAX_BACKLOG_BYTES + SEND_WINDOW_BYTES; bytes += SEND_WINDOW_BYTES) {
      window.relay(frame(SEND_WINDOW_BYTES));
    }

    expect(onStuck).toHaveBeenCalledTimes(1);
    expect(window.isWaiting).toBe(false);
  });

  it('does not believe answers to questions that were never asked', () => {
    const { window } = createSubject();
    window.relay(frame(1_000));
    window.answered();

    expect(window.unreadBytes).toBe(1_000);
  });

  it('waits while the room has no space, until it is told to look again', () => {
    let isFull = true;
    const { window, relayed } = createSubject({ hasSpace: () => !isFull });
    window.relay(frame(10));
    expect(relayed()).toHaveLength(0);
    isFull = false;
    window.flush();

    expect(relayed()).toHaveLength(1);
  });

  it('leaves no timer behind', () => {
    const { window } = createSubject();
    for (let count = 0; count < 5; count++) window.relay(frame(SEND_WINDOW_BYTES / 4));
    window.dispose();

    expect(vi.getTimerCount()).toBe(0);
  });
});
