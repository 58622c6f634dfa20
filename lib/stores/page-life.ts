/** Whether the person can see the page, and its last moment. Narrowed from `document`, so that stores run without one. */
export interface PageLife {
  isVisible(): boolean;
  /** Each time the page comes to the front. */
  onVisible(callback: () => void): void;
  /** When the page is about to go or is hidden; may come several times. Work must be synchronous. */
  onLeave(callback: () => void): void;
}

/** The life of a real page. */
export function createDocumentLife(page: Document): PageLife {
  return {
    isVisible: () => page.visibilityState === 'visible',
    onVisible(callback) {
      page.addEventListener('visibilitychange', () => {
        if (page.visibilityState === 'visible') callback();
      });
    },
    onLeave(callback) {
      page.addEventListener('visibilitychange', () => {
        if (page.visibilityState === 'hidden') callback();
      });
      page.defaultView?.addEventListener('pagehide', callback);
    },
  };
}
