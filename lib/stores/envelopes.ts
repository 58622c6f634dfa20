import type { WorkerMessage } from '../protocol/messages.ts';

/**
 * Reads a message of the extension's own worker. The worker has validated what is inside; the page checks only the envelope, since
 * the full schemas would double the popup's code. Undefined for anything else.
 */
export function readWorkerMessage(message: unknown): WorkerMessage | undefined {
  if (!isRecord(message)) return undefined;
  switch (message.type) {
    case 'welcome':
      return typeof message.version === 'number' && typeof message.epoch === 'string' ? asMessage(message) : undefined;
    case 'snapshot':
      return isNumbered(message) && areRows(message.rows) ? asMessage(message) : undefined;
    case 'patch':
      return isNumbered(message) && areRows(message.set) && areIds(message.del) ? asMessage(message) : undefined;
    case 'ack':
      return typeof message.id === 'string' && isResult(message.result) ? asMessage(message) : undefined;
    default:
      return undefined;
  }
}

/** Rows of a cached snapshot: an array of objects with an id each. */
export function areRows(value: unknown): value is { id: string }[] {
  return Array.isArray(value) && value.every((row) => isRecord(row) && typeof row.id === 'string');
}

/** A plain object, as far as a page needs to know. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areIds(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => typeof id === 'string');
}

function isNumbered(message: Record<string, unknown>): boolean {
  return typeof message.epoch === 'string' && typeof message.sub === 'number' && typeof message.seq === 'number';
}

function isResult(value: unknown): boolean {
  return isRecord(value) && (value.ok === true || (value.ok === false && typeof value.error === 'string'));
}

// The checks above are the envelope's shape; its content was validated by the worker.
function asMessage(message: Record<string, unknown>): WorkerMessage {
  return message as unknown as WorkerMessage;
}
