import { createPageWire } from '../doubles/page-wire.ts';
import { describePagePort } from './page-port-contract.ts';

// The browser's own port is what the browser tests (tests/e2e) run on.
describePagePort('memory', () => ({
  ...createPageWire(),
  flow: () => new Promise((resolve) => setImmediate(resolve)),
}));
