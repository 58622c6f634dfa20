import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from './app-context.ts';

/** A component whose code comes when it is first needed. */
export interface Lazy<P> {
  (props: P): preact.JSX.Element | null;
  /** Fetches the code ahead of need; harmless to repeat. */
  prefetch(): void;
}

/** Renders nothing until the code is there; a code that cannot be loaded (the extension was updated meanwhile) is told as a problem. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): Lazy<P> {
  let loading: Promise<ComponentType<P>> | undefined;
  let loaded: ComponentType<P> | undefined;
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
    const { problems } = useApp();
    const [Component, setComponent] = useState(() => loaded);
    useEffect(() => {
      if (Component === undefined) {
        fetchOnce().then(
          (component) => setComponent(() => component),
          () => problems.tell('internal'),
        );
      }
    }, [Component, problems]);
    return Component === undefined ? null : <Component {...props} />;
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
