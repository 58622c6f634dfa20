/** A value with watchers, called at once with what is there and then after every change. */
export interface Observable<T> {
  readonly value: T;
  set(value: T): void;
  /** Returns how to stop; safe to stop from within a call. */
  watch(watcher: (value: T) => void): () => void;
}

export function createObservable<T>(initial: T): Observable<T> {
  let value = initial;
  const watchers = new Set<(value: T) => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      value = next;
      for (const watcher of [...watchers]) if (watchers.has(watcher)) watcher(next);
    },
    watch(watcher) {
      watchers.add(watcher);
      watcher(value);
      return () => watchers.delete(watcher);
    },
  };
}
