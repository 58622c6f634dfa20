/**
 * What is evaluated in the pages of add-to-seen, the same in ours and the peer's. Each function runs alone in a page, so all of them meet in a
 * global.
 */
interface Probe {
  enteredAt: number | null;
  /** Time stamps: the text is in the document, and the frame that shows it is painted. */
  seen: Promise<{ inDom: number; painted: number }> | null;
  /** This page's time stamp as milliseconds since the epoch, on the clock that all pages of the machine share. Good to about 0.2 ms. */
  toEpoch(timeStamp: number): number;
}
declare global {
  var familyOsProbe: Probe;
}

/** Notes when Enter is pressed: the moment the browser took the key, before any page heard of it. */
export function installProbe(): void {
  globalThis.familyOsProbe = {
    enteredAt: null,
    seen: null,
    toEpoch(timeStamp) {
      // `performance.timeOrigin` is set at a process's start and drifts from the clock; where `Date.now()` ticks, both are the same moment.
      const before = Date.now();
      let tick = before;
      while (tick === before) tick = Date.now();
      return tick - performance.now() + timeStamp;
    },
  };
  addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      if (key === 'Enter') familyOsProbe.enteredAt = timeStamp;
    },
    { capture: true },
  );
}

/** Begins to watch for a row with this text, which must not be there yet; `seenAt` answers when it was. */
export function expectText(text: string): void {
  const isThere = () => [...document.querySelectorAll('li')].some((row) => row.textContent.includes(text));
  if (isThere()) throw new Error(`"${text}" is there already.`);
  const { promise, resolve, reject } = Promise.withResolvers<{ inDom: number; painted: number }>();
  familyOsProbe.seen = promise;
  const limit = setTimeout(() => reject(new Error(`"${text}" did not come in time.`)), 15_000);
  const observer = new MutationObserver(() => {
    if (!isThere()) return;
    observer.disconnect();
    clearTimeout(limit);
    const inDom = performance.now();
    // The second frame from there: the first one has painted it.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve({ inDom, painted: performance.now() })));
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

/** Milliseconds since the epoch. */
export async function seenAt(): Promise<{ inDom: number; painted: number }> {
  const { seen, toEpoch } = familyOsProbe;
  if (seen === null) throw new Error('Nothing is watched for.');
  const { inDom, painted } = await seen;
  return { inDom: toEpoch(inDom), painted: toEpoch(painted) };
}

/** Milliseconds since the epoch. */
export function enteredAt(): number {
  const { enteredAt: timeStamp, toEpoch } = familyOsProbe;
  if (timeStamp === null) throw new Error('Enter was not pressed.');
  return toEpoch(timeStamp);
}
