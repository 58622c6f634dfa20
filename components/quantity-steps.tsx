import { stepEntry, steppedQuantity } from '../lib/stores/entry-edits.ts';
import type { ListView } from '../lib/stores/list-view.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';

/** The quantity of the row that has the pointer or the keyboard, with a step up and one down. The text keeps its place. */
export function QuantitySteps({ id, view }: { id: string; view: ListView }) {
  const app = useApp();
  const { t, locale } = app.i18n;
  const row = view.row(id).value;
  if (row === undefined) return null;
  const text = quantityText(row.quantities, (amount) => new Intl.NumberFormat(locale.value).format(amount));
  const [canBeLess, canBeMore] = ([-1, 1] as const).map((each) => steppedQuantity(row, each) !== undefined);
  const step = (label: string, icon: 'add' | 'M5 12h14', direction: 1 | -1) => (
    <button
      type="button"
      class="icon-button quantity-step"
      aria-label={label}
      title={label}
      aria-disabled={!(direction === 1 ? canBeMore : canBeLess)}
      onClick={() => stepEntry(app, row, direction)}
    >
      <Icon name={icon} />
    </button>
  );
  const { title } = row;
  return (
    <span class="quantity-steps">
      {(canBeLess || row.quantities.length > 0) && step(t('entry.less', { title }), 'M5 12h14', -1)}
      {step(t('entry.oneMore', { title }), 'add', 1)}
      {text !== '' && <span class="quantity">{text}</span>}
    </span>
  );
}
