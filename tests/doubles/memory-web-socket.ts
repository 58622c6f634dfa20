/** The wire under one fake WebSocket: what its page-side end hands over. */
export interface WireEnd {
  send(data: string | ArrayBuffer): void;
  close(code: number, reason: string): void;
}

/** What the wire reports to the socket. Each may come at any time; after `closed` nothing more. */
export interface WireEvents {
  opened(): void;
  received(data: string | ArrayBuffer): void;
  closed(code: number, reason: string): void;
}

/**
 * The browser's WebSocket over a wire that a test holds, near enough for the stock provider and for our subclass of it: same states, same
 * order of events, binary data as ArrayBuffer. See https://websockets.spec.whatwg.org/.
 */
export class MemoryWebSocket extends EventTarget {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readonly bufferedAmount = 0;
  binaryType = 'blob';
  readyState: 0 | 1 | 2 | 3 = 0;
  readonly #wire: WireEnd;

  constructor(url: string | URL, dial: (url: string, events: WireEvents) => WireEnd) {
    super();
    this.url = String(url);
    this.#wire = dial(this.url, {
      opened: () => {
        if (this.readyState !== this.CONNECTING) return;
        this.readyState = this.OPEN;
        this.dispatchEvent(new Event('open'));
      },
      received: (data) => {
        if (this.readyState === this.OPEN) this.dispatchEvent(new MessageEvent('message', { data }));
      },
      closed: (code, reason) => {
        if (this.readyState === this.CLOSED) return;
        this.readyState = this.CLOSED;
        if (code === 1006) this.dispatchEvent(new Event('error'));
        this.dispatchEvent(Object.assign(new Event('close'), { code, reason, wasClean: code !== 1006 }));
      },
    });
  }

  send(data: string | ArrayBuffer | ArrayBufferView): void {
    if (this.readyState === this.CONNECTING) throw new DOMException('still connecting', 'InvalidStateError');
    if (this.readyState !== this.OPEN) return;
    if (typeof data === 'string') this.#wire.send(data);
    else if (data instanceof ArrayBuffer) this.#wire.send(data.slice(0));
    else this.#wire.send(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer);
  }

  close(code = 1000, reason = ''): void {
    if (this.readyState >= this.CLOSING) return;
    this.readyState = this.CLOSING;
    this.#wire.close(code, reason);
  }
}
