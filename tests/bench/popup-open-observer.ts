/**
 * Goes first into the popup of each extension that is measured, as a classic script, so that both are watched alike. `data-rows` selects what has
 * to be seen, `data-complete` says how many of it make the list whole. The report is put into the title, which the browser tells
 * without anyone being attached to the page. Milliseconds since the navigation's start.
 */
export interface PopupReport {
  /** Epoch time of the navigation's start. */
  origin: number;
  /** The first rows are in the document. */
  inDom: number;
  /** The frame that shows them is painted: the second animation frame from there. */
  painted: number;
  /** The frame is painted that shows all rows. */
  complete: number;
  rows: number;
}

{
  const { rows = '', complete = '1' } = document.currentScript?.dataset ?? {};
  let inDom: number | undefined;
  let painted: number | undefined;

  const afterTwoFrames = (use: () => void) => requestAnimationFrame(() => requestAnimationFrame(use));
  const observer = new MutationObserver(() => {
    const count = document.querySelectorAll(rows).length;
    if (count > 0 && inDom === undefined) {
      inDom = performance.now();
      afterTwoFrames(() => {
        painted = performance.now();
      });
    }
    if (count < Number(complete)) return;
    observer.disconnect();
    afterTwoFrames(() => {
      const report = { origin: performance.timeOrigin, inDom, painted, complete: performance.now(), rows: count };
      document.title = JSON.stringify(report);
      // For the next opening, unless its worker is to be dead: by itself a worker ends when nothing has happened for 30 s.
      chrome.runtime.sendMessage({ type: 'wake' }).catch(() => undefined);
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}
