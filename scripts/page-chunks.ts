/** What a bundler knows of a module (Rollup's ModuleInfo, the part that is used). */
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
  getModuleIds(): IterableIterator<string>;
}

/** Pages whose own code shares modules. */
const PAGES = ['popup', 'sidepanel', 'options', 'welcome'] as const;

/**
 * Into which chunk of the pages' code a module goes; undefined leaves it to the bundler, which makes a chunk of its own for every set of pages that
 * share something: nine requests for the popup's first paint. What the popup needs for it is one chunk.
 */
export function createPageChunks(): (id: string, graph: Graph) => string | undefined {
  let first: ReadonlySet<string> | undefined;
  return (id, graph) => {
    first ??= reachable(graph, PAGES[0]);
    return first.has(id) ? 'page' : undefined;
  };
}

/** What a page imports statically, at any depth, without its own script, which runs as soon as it is loaded, and its own styles. */
function reachable(graph: Graph, page: (typeof PAGES)[number]): Set<string> {
  const own = (id: string) => id.endsWith(`/entrypoints/${page}/index.html`) || id.endsWith(`/entrypoints/${page}/main.tsx`);
  const found = new Set([...graph.getModuleIds()].filter(own));
  if (found.size < 2) throw new Error(`The ${page} has no script.`);
  // A set that grows while it is walked.
  for (const id of found) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return new Set([...found].filter((id) => !own(id) && !id.endsWith('.css')));
}
