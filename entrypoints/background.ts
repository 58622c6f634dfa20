import { defineBackground } from 'wxt/utils/define-background';
import { createWorkerApp } from '../lib/background/worker-app.ts';
import { createWorkerPlatform, listenToBrowser, openTab } from '../lib/platform/worker-platform.ts';
import type { CommandResult } from '../lib/protocol/commands.ts';

/** Wiring only: real ports in, browser events to the app. Everything here runs synchronously at every start of the worker. */
export default defineBackground(() => {
  const app = createWorkerApp({ ...createWorkerPlatform(), defaultHost: __RELAY_HOST__ });
  listenToBrowser({
    connectPage: (port) => app.connectPage(port),
    addFromTab(capture, list) {
      void app.addFromTab(capture, list).then(welcomeStranger);
    },
    omnibox: {
      describe: (line) => app.describeLine(line),
      enter: (line) => void app.addLine(line).then(welcomeStranger),
    },
    installed: () => void openTab('welcome.html'),
    browserStarted: () => void app.catchUp(),
  });
  void app.start();

  /** Without a family there is nowhere to add to. */
  function welcomeStranger(result: CommandResult): void {
    if (!result.ok && result.error === 'no-family') void openTab('welcome.html');
  }
});
