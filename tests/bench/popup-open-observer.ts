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
  /** All rows are in the document and were so before the last frame. */
  complete: number;
  rows: number;
}

{
  const { rows = '', complete = '1' } = document.currentScript?.dataset ?? {};
  let inDom = 0;
  let painted = 0;

  const observer = new MutationObserver(() => {
    if (document.querySelector(rows) === null) return;
    observer.disconnect();
    inDom = performance.now();
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        painted = performance.now();
        awaitAll();
      });
    });
  });
  observer.observe(document, { childList: true, subtree: true });

  function awaitAll(): void {
    const count = document.querySelectorAll(rows).length;
    if (count < Number(complete)) {
      requestAnimationFrame(awaitAll);
      return;
    }
    const report: PopupReport = {
      origin: performance.timeOrigin,
      inDom,
      painted,
      complete: performance.now(),
      rows: count,
    };
    document.title = JSON.stringify(report);
    // For the next opening, unless its worker is to be dead: by itself a worker ends when nothing has happened for 30 s.
    chrome.runtime.sendMessage({ type: 'wake' }).catch(() => undefined);
  }
}
