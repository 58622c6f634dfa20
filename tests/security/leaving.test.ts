import { afterEach, expect, it } from 'vitest';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import { hunt, needlesOfText } from './needles.ts';
import { createRealMember, type RealMember } from './real-member.ts';

/** Port 9 (discard) answers nobody: a browser that is offline. */
const NOBODY = '127.0.0.1:9';
const TITLE = 'Quittenmarmelade';

let member: RealMember;
afterEach(() => member.close());

it('a browser that leaves its family keeps no key, no word and no command of it, not even of what could not be done', async () => {
  member = createRealMember('Ana Sanchez', NOBODY);
  await member.run({ type: 'createFamily', yourName: 'Ana Sanchez', familyName: 'Zwetschgendorf' });
  await member.sees('lists', { type: 'lists' }, (rows) => rows.length > 0);
  const [list] = member.rows({ type: 'lists' });
  await member.run({
    type: 'addItems',
    list: list?.id ?? newId<ListId>(),
    items: [{ id: newId<ItemId>(), title: TITLE }],
  });
  // Of an entry that is not there: kept aside for a rescue.
  await member.fails({ type: 'changeItem', ids: [newId<ItemId>()], change: { title: TITLE } });
  const kept = () => [['storage.local', Buffer.from(JSON.stringify([...member.stored]))]] as const;
  expect(hunt(kept(), needlesOfText(TITLE))).not.toEqual([]);

  await member.run({ type: 'leaveFamily', evenUnsent: true });

  expect(hunt(kept(), [TITLE, 'Zwetschgendorf', 'Ana Sanchez'].flatMap(needlesOfText))).toEqual([]);
  expect([...member.stored.keys()].filter((key) => key !== 'settings')).toEqual([]);
  expect([...member.keys.keys()]).toEqual([]);
});
