import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '../lib/stores/i18n.ts';
import { afterPaint, hasPainted } from './after-paint.ts';
import { useApp } from './app-context.ts';

/** A component whose code comes when it is first needed. */
export interface Lazy<P> {
  (props: P): preact.JSX.Element | null;
  /** Fetches the code ahead of need; harmless to repeat. */
  prefetch(): void;
}

/** What is loaded: a component, and the English texts it needs beyond those that its page has. */
type Loaded<P> = readonly [component: ComponentType<P>, ...texts: Texts[]];

/** Renders nothing until the code is there; a code that cannot be loaded (the extension was updated meanwhile) is told as a problem. */
export function lazy<P extends object>(load: () => Promise<Loaded<P>>): Lazy<P> {
  let loading: Promise<Loaded<P>> | undefined;
  let loaded: Loaded<P> | undefined;
  const fetchOnce = async () => {
    loading ??= load();
    try {
      loaded = await loading;
      return loaded;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  function LazyComponent(props: P) {
    const { problems, i18n } = useApp();
    const [isThere, setThere] = useState<boolean>(loaded !== undefined);
    useEffect(() => {
      if (isThere) return;
      const get = () => {
        fetchOnce().then(
          () => setThere(true),
          () => problems.tell('internal'),
        );
      };
      // What the page shows without it goes first; after that, somebody waits for it.
      if (!hasPainted()) return afterPaint(get);
      get();
      return;
    }, [isThere, problems]);
    if (loaded === undefined) return null;
    const [Component, ...texts] = loaded;
    for (const part of texts) i18n.learn(part);
    return <Component {...props} />;
  }
  return Object.assign(LazyComponent, { prefetch: () => void fetchOnce().catch(() => {}) });
}

/** Fetches code once the page has nothing better to do. */
export function prefetchWhenIdle(...components: readonly { prefetch(): void }[]): void {
  const run = () => {
    for (const component of components) component.prefetch();
  };
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 3_000 });
  else setTimeout(run, 500);
}
