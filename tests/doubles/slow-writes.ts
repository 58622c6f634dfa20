/** Writes that take as long as the test says. In order; whoever made one waits until it is done. */
export interface SlowWrites {
  /** Resolves once the test has let it through; never, where its maker died before. */
  add(write: () => Promise<void>): Promise<void>;
  readonly waiting: number;
  /** Lets the oldest writes (all by default) through. */
  write(count?: number): void;
  /** Their maker dies: the oldest `kept` still happen, the others never. */
  crash(kept: number): void;
}

export function createSlowWrites(): SlowWrites {
  let waiting: { write(): Promise<void>; done(): void; failed(problem: unknown): void }[] = [];
  return {
    add: (write) => new Promise((done, failed) => waiting.push({ write, done, failed })),
    get waiting() {
      return waiting.length;
    },
    write(count = waiting.length) {
      for (const { write, done, failed } of waiting.splice(0, count)) write().then(done, failed);
    },
    crash(kept) {
      const written = waiting.slice(0, kept);
      waiting = [];
      for (const { write } of written) void write();
    },
  };
}
