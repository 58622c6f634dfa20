import type { Note, Notifier } from '../../lib/ports/ports.ts';

/** What a person does with a notification: a press on it, on one of its buttons (from 0), or on its cross. */
export type NotePress = 'open' | 'close' | number;

/** The notifications of one browser, which stay while workers come and go. */
export interface MemoryNotifier extends Pick<Notifier, 'show' | 'clear' | 'onScreen'> {
  /** Every one that was ever shown, in order. */
  readonly history: readonly Note[];
  readonly titles: readonly string[];
  /** Those on screen now, by title. */
  readonly present: readonly string[];
  /** True while the browser refuses to show any. */
  isRefusing: boolean;
  /** Presses the one of that title, which must be on screen. As in a browser, a press on it or a button leaves it there. */
  press(title: string, press: NotePress): void;
  /** As at a restart of the browser: all are gone, and nobody is told. */
  lose(): void;
}

/** `pressed` is told what a person did. */
export function createMemoryNotifier(pressed: (id: string, press: NotePress) => void): MemoryNotifier {
  const history: Note[] = [];
  const screen = new Map<string, Note>();
  const notifier: MemoryNotifier = {
    history,
    get titles() {
      return history.map(({ title }) => title);
    },
    get present() {
      return [...screen.values()].map(({ title }) => title);
    },
    isRefusing: false,
    async show(id, note) {
      if (notifier.isRefusing) throw new Error('no notifications here');
      history.push(note);
      screen.set(id, note);
    },
    clear: (id) => void screen.delete(id),
    onScreen: async () => [...screen.keys()],
    press(title, press) {
      const id = [...screen].find(([, note]) => note.title === title)?.[0];
      if (id === undefined) throw new Error(`no notification ${title}`);
      if (press === 'close') screen.delete(id);
      pressed(id, press);
    },
    lose: () => screen.clear(),
  };
  return notifier;
}
