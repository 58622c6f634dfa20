import YPartyKitProvider from 'y-partykit/provider';
import { Doc, type YArrayEvent } from 'yjs';

/**
 * The least that shares a list: Yjs, the stock provider, an input and a `ul`. No storage, no keys, no receipts, no framework. The room is
 * the address's `room`, the server its `server`.
 */
const { searchParams } = new URL(location.href);
const doc = new Doc();
const lines = doc.getArray<string>('lines');
const provider = new YPartyKitProvider(searchParams.get('server') ?? '', searchParams.get('room') ?? '', doc, {
  protocol: 'ws',
});
const input = document.querySelector('input');
const list = document.querySelector('ul');
const status = document.querySelector('p');

provider.on('synced', (isSynced: boolean) => {
  if (status !== null && isSynced) status.textContent = 'Synced';
});
lines.observe((event: YArrayEvent<string>) => {
  for (const { insert } of event.changes.delta) {
    if (!Array.isArray(insert)) continue;
    for (const text of insert as string[]) {
      const row = document.createElement('li');
      row.textContent = text;
      list?.append(row);
    }
  }
});
input?.addEventListener('keydown', ({ key }) => {
  if (key !== 'Enter' || input.value === '') return;
  lines.push([input.value]);
  input.value = '';
});
