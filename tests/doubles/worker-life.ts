import type { Doc } from 'yjs';
import { createWorkerApp } from '../../lib/background/worker-app.ts';
import type {
  Alarms,
  Badge,
  CalendarPlace,
  Clock,
  KeyStore,
  KeyValue,
  PagePort,
  RoomSocket,
  RoomSocketFactory,
  TabCapture,
} from '../../lib/ports/ports.ts';
import type { WebCalendars } from '../../lib/ports/web-calendars.ts';
import type { CommandResult } from '../../lib/protocol/commands.ts';
import { lineOutside } from '../../lib/stores/line-outside.ts';
import type { CrashDisk } from './crash-disk.ts';
import type { MemoryNotifier, NotePress } from './memory-notifier.ts';
import type { SlowWrites } from './slow-writes.ts';

/** One life of a worker, from its start until it is killed. */
export interface WorkerLife {
  connectPage(port: PagePort): void;
  addFromTab(capture: TabCapture): Promise<CommandResult>;
  /** The family's document, once it is open. */
  readonly doc: Doc | null;
  fireAlarm(name: string): void;
  pressNote(id: string, press: NotePress): void;
  goOnline(): void;
  /** Ends it, mid-air: no effect and no callback happens any more. */
  end(): void;
}

/** What outlives a worker, and what it runs on. */
export interface WorkerSurroundings {
  readonly name: string;
  readonly clock: Clock;
  random(): number;
  readonly keyValue: KeyValue;
  /** Written at once, and no step: what it holds may be lost. */
  readonly sessionValue: KeyValue;
  readonly keyStore: KeyStore;
  /** Where this worker's writes to `keyValue` wait. */
  readonly keyWrites: SlowWrites;
  readonly disk: CrashDisk;
  readonly sockets: RoomSocketFactory;
  readonly alarms: Pick<Alarms, 'set' | 'setAt' | 'clear'>;
  readonly badge: Badge;
  readonly notifier: Pick<MemoryNotifier, 'show' | 'clear' | 'onScreen'>;
  openCalendar(place: CalendarPlace): void;
  readonly calendars: WebCalendars;
  /** The zone that the device is in now. */
  zone(): string;
  /** The build's relay. */
  readonly defaultHost: string;
  /** Called for every document that the worker opens, before anything is in it. */
  onDocument(doc: Doc): void;
  /** Called just before every effect of the worker on the outside. It may end the life; then the effect does not happen. */
  onStep(step: string): void;
  /** What the worker logs. */
  onWarning(warning: string): void;
}

/** Makes the real worker app on ports that all end with this life, and starts it. */
export function startWorkerLife(around: WorkerSurroundings): WorkerLife {
  let isAlive = true;
  let doc: Doc | null = null;
  const alarms: ((name: string) => void)[] = [];
  const onlines: (() => void)[] = [];
  const presses: ((id: string, press: NotePress) => void)[] = [];
  const sockets = new Set<RoomSocket>();

  const isStillAliveAt = (step: string) => {
    if (isAlive) around.onStep(step);
    return isAlive;
  };

  /** What a dead worker waits for never comes. */
  async function alive<T>(work: () => Promise<T>): Promise<T> {
    if (!isAlive) return never();
    const result = await work();
    return isAlive ? result : never();
  }
  const effect = <T>(step: string, work: () => Promise<T>) => (isStillAliveAt(step) ? alive(work) : never<T>());

  const { keyValue, sessionValue, keyStore, keyWrites } = around;

  const app = createWorkerApp({
    clock: {
      now: () => around.clock.now(),
      after: (ms, callback) => around.clock.after(ms, () => isAlive && callback()),
    },
    random: around.random,
    alarms: {
      set: (name, delayMs) => isAlive && around.alarms.set(name, delayMs),
      setAt: (name, at) => isAlive && around.alarms.setAt(name, at),
      clear: (name) => isAlive && around.alarms.clear(name),
      onAlarm: (callback) => alarms.push(callback),
    },
    keyValue: {
      get: (key) => alive(() => keyValue.get(key)),
      list: (prefix) => alive(() => keyValue.list(prefix)),
      set(key, value) {
        const copy: unknown = structuredClone(value);
        return effect(`storage set ${kindOf(key)}`, () => keyWrites.add(() => keyValue.set(key, copy)));
      },
      remove: (key) => effect(`storage remove ${kindOf(key)}`, () => keyWrites.add(() => keyValue.remove(key))),
    },
    sessionValue: {
      get: (key) => alive(() => sessionValue.get(key)),
      list: (prefix) => alive(() => sessionValue.list(prefix)),
      set: (key, value) => alive(() => sessionValue.set(key, value)),
      remove: (key) => alive(() => sessionValue.remove(key)),
    },
    calendars: {
      isAllowed: (url) => alive(() => around.calendars.isAllowed(url)),
      ask: (url, validators) => alive(() => around.calendars.ask(url, validators)),
      holidays: () => alive(() => around.calendars.holidays()),
      read: (bytes, about) => alive(() => around.calendars.read(bytes, about)),
    },
    keyStore: {
      get: (key) => alive(() => keyStore.get(key)),
      set: (key, value) => effect(`keys set ${kindOf(key)}`, () => keyStore.set(key, value)),
      remove: (key) => effect(`keys remove ${kindOf(key)}`, () => keyStore.remove(key)),
    },
    network: { onOnline: (callback) => onlines.push(callback) },
    sockets: {
      connect(args) {
        const { events } = args;
        const socket = around.sockets.connect({
          ...args,
          events: {
            synced: () => isAlive && events.synced(),
            sent: (n, kind) => isAlive && events.sent(n, kind),
            acked: (n) => isAlive && events.acked(n),
            news: (head, knocks) => isAlive && events.news(head, knocks),
            presence: (frame) => isAlive && events.presence(frame),
            left: (device) => isAlive && events.left(device),
            closed(info) {
              sockets.delete(socket);
              if (isAlive) events.closed(info);
            },
          },
        });
        sockets.add(socket);
        return socket;
      },
      call: (args) => alive(() => around.sockets.call(args)),
    },
    docStorage() {
      const storage = around.disk.storage({
        onOpen(opened) {
          doc = opened;
          around.onDocument(opened);
        },
      });
      return {
        open: (opened) => alive(() => storage.open(opened)),
        flush: () => effect('flush', () => storage.flush()),
        close: () => alive(() => storage.close()),
        destroy: () => effect('destroy', () => storage.destroy()),
      };
    },
    log: { warn: (event, detail) => isAlive && around.onWarning(`${event} ${JSON.stringify(detail ?? {})}`) },
    badge: {
      flash: (kind) => isAlive && around.badge.flash(kind),
      count: (n) => isAlive && around.badge.count(n),
    },
    notifier: {
      show: (id, note) => effect('notify', () => around.notifier.show(id, note)),
      clear: (id) => isAlive && around.notifier.clear(id),
      onScreen: () => alive(() => around.notifier.onScreen()),
      onClicked: (callback) => presses.push((id, press) => press === 'open' && callback(id)),
      onButton: (callback) => presses.push((id, press) => typeof press === 'number' && callback(id, press)),
      onClosed: (callback) => presses.push((id, press) => press === 'close' && callback(id)),
    },
    openCalendar: (place) => isAlive && around.openCalendar(place),
    zone: () => around.zone(),
    menus: { show: () => {} },
    defaultHost: around.defaultHost,
    language: 'en-US',
    loadLineCode: async () => lineOutside,
    deviceName: `${around.name} on Linux`,
  });
  void app.start();

  return {
    connectPage(port) {
      app.connectPage({
        send(message) {
          const { type } = message as { type?: string };
          // Patches come at moments that are nobody's step.
          if (type === 'ack' ? isStillAliveAt('answer') : isAlive) port.send(message);
        },
        onMessage: (callback) => port.onMessage((message) => isAlive && callback(message)),
        onDisconnect: (callback) => port.onDisconnect(() => isAlive && callback()),
      });
    },
    addFromTab: (capture) => alive(() => app.addFromTab(capture)),
    get doc() {
      return doc;
    },
    fireAlarm(name) {
      for (const callback of alarms) callback(name);
    },
    pressNote(id, press) {
      for (const callback of presses) callback(id, press);
    },
    goOnline() {
      for (const callback of onlines) callback();
    },
    end() {
      if (!isAlive) return;
      isAlive = false;
      // The adapter's own timers would go on for ever otherwise; nothing of this reaches the relay or the dead worker.
      for (const socket of [...sockets]) socket.close();
    },
  };
}

const never = <T>() => new Promise<T>(() => {});
/** `outbox/…` is `outbox`: steps have the same names in every run. */
const kindOf = (key: string) => key.split('/')[0] ?? key;
