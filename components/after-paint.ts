/** A page that nobody looks at gets no frames; what is to come after one comes all the same. */
const NO_FRAME_MS = 300;

let isPainted = false;

/** Whether the page has been painted with something on it. */
export function hasPainted(): boolean {
  return isPainted;
}

/** Calls back once the next frame has been painted; answers what calls it off. */
export function afterPaint(act: () => void): () => void {
  const run = () => {
    cancel();
    isPainted = true;
    act();
  };
  let timer = setTimeout(run, NO_FRAME_MS);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(run);
  });
  function cancel(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  }
  return cancel;
}
