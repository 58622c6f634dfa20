import { defineBackground } from 'wxt/utils/define-background';
import { createWorkerApp } from '../lib/background/worker-app.ts';
import { createWorkerPlatform, listenToBrowser, openTab } from '../lib/platform/worker-platform.ts';

/** Wiring only: real ports in, browser events to the app. Everything here runs synchronously at every start of the worker. */
export default defineBackground(() => {
  const app = createWorkerApp({ ...createWorkerPlatform(), defaultHost: __RELAY_HOST__ });
  listenToBrowser({
    connectPage: (port) => app.connectPage(port),
    addFromTab(capture, list) {
      void app.addFromTab(capture, list).then((result) => {
        if (!result.ok && result.error === 'no-family') void openTab('welcome.html');
      });
    },
    installed: () => void openTab('welcome.html'),
    browserStarted: () => void app.catchUp(),
  });
  void app.start();
});
