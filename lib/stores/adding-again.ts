import { enQuickAdd } from '../../locales/en-quick-add.ts';
import type { NewItem } from '../protocol/commands.ts';
import type { ListId } from '../protocol/ids.ts';
import { brief } from './brief.ts';
import type { I18n } from './i18n.ts';
import { quantityText } from './quantity-text.ts';
import type { WorkerClient } from './worker-client.ts';

/**
 * What is said after something was added that was on the list before: open again, or how much it is now. Empty where nothing was. `value`: what the
 * worker answered.
 */
export function againText(
  { client, i18n }: { client: Pick<WorkerClient, 'live'>; i18n: I18n },
  list: ListId,
  items: readonly NewItem[],
  value: Readonly<Record<string, unknown>>,
): string {
  const [reopened, merged] = [Number(value.reopened ?? 0), Number(value.merged ?? 0)];
  const [first] = items;
  if (first === undefined || reopened + merged === 0) return '';
  i18n.learn(enQuickAdd);
  const title = brief(first.title);
  if (items.length > 1) return i18n.t('again.many', { n: items.length, again: reopened + merged });
  if (reopened > 0) return i18n.t('again.reopened', { title });
  const query = client.live({ type: 'list', list });
  const row = [...query.rows.peek().values()].find(({ ids }) => ids.includes(first.id));
  query.close();
  const quantity = quantityText(row?.quantities ?? [], (n) => new Intl.NumberFormat(i18n.locale.peek()).format(n));
  return quantity === '' ? i18n.t('again.merged', { title }) : i18n.t('again.now', { title, quantity });
}
