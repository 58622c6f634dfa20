/** Resolves once the condition holds, looking every few milliseconds; rejects, saying what was waited for, after `limitMs`. */
export async function until(what: string, condition: () => boolean, limitMs = 30_000): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const deadline = performance.now() + limitMs;
  const look = () => {
    if (condition()) resolve();
    else if (performance.now() > deadline) reject(new Error(`waited ${limitMs} ms in vain: ${what}`));
    else setTimeout(look, 5);
  };
  look();
  return promise;
}
