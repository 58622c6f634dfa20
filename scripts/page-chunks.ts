/** What the bundler knows of the modules (Rollup's `PluginContext`, the part that is used). */
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
  getModuleIds(): IterableIterator<string>;
}

/**
 * Into which chunk of the pages' code a module goes; undefined leaves it to the bundler. That makes a chunk for every set of pages that share something: nine
 * requests for the popup's first paint. What the popup needs for it is one.
 */
export function createPageChunks(): (id: string, graph: Graph) => string | undefined {
  let first: ReadonlySet<string> | undefined;
  return (id, graph) => {
    first ??= popupModules(graph);
    return first.has(id) ? 'page' : undefined;
  };
}

/** What the popup imports statically, at any depth, without styles and its own scripts, which begin as soon as they are loaded. */
function popupModules(graph: Graph): Set<string> {
  const own = (id: string) => /\/(entrypoints\/popup\/(index\.html|main\.tsx)|components\/popup-page\.tsx)$/.test(id);
  const found = new Set([...graph.getModuleIds()].filter(own));
  if (found.size < 2) throw new Error('The popup has no script.');
  // A set that grows while it is walked.
  for (const id of found) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return new Set([...found].filter((id) => !own(id) && !id.endsWith('.css')));
}
