import * as v from 'valibot';
import { CommandResultSchema, CommandSchema } from './commands.ts';
import { CommandIdSchema } from './ids.ts';
import { QuerySchema } from './queries.ts';

/**
 * Messages between the background worker and its pages, one port per page. A page subscribes to live queries (a snapshot, then
 * patches) and sends commands (idempotent, acknowledged once they are flushed to storage). Plain JSON: it survives both
 * Chrome's JSON messaging and structured cloning unchanged.
 */

/** Goes up with any change that an open page of another build could misread; pages of another version ask to be reloaded. */
export const MESSAGES_VERSION = 2;
/** Name of the port; a port of another name is not ours. */
export const PORT_NAME = 'family-os';

export const PageMessageSchema = v.variant('type', [
  v.object({ type: v.literal('hello'), version: v.number() }),
  v.object({ type: v.literal('subscribe'), sub: v.number(), query: QuerySchema }),
  v.object({ type: v.literal('unsubscribe'), sub: v.number() }),
  v.object({ type: v.literal('command'), command: CommandSchema, isResent: v.boolean() }),
  /** A sign of life while the page is visible: resets the worker's idle timer and keeps the socket live. */
  v.object({ type: v.literal('alive') }),
]);
export type PageMessage = v.InferOutput<typeof PageMessageSchema>;

/** `epoch` is random per worker start: a page that meets a new one subscribes again. `seq` counts per subscription, gapless. */
export const WorkerMessageSchema = v.variant('type', [
  v.object({ type: v.literal('welcome'), version: v.number(), epoch: v.string() }),
  v.object({
    type: v.literal('snapshot'),
    epoch: v.string(),
    sub: v.number(),
    seq: v.number(),
    rows: v.array(v.looseObject({ id: v.string() })),
  }),
  v.object({
    type: v.literal('patch'),
    epoch: v.string(),
    sub: v.number(),
    seq: v.number(),
    set: v.array(v.looseObject({ id: v.string() })),
    del: v.array(v.string()),
  }),
  v.object({ type: v.literal('ack'), id: CommandIdSchema, result: CommandResultSchema }),
]);
export type WorkerMessage = v.InferOutput<typeof WorkerMessageSchema>;
