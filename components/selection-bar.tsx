import type { EntrySelection } from '../lib/stores/entry-selection.ts';
import { useTexts } from './app-context.ts';
import { Icon, type IconName } from './icon.tsx';
import { icons } from './more-icons.ts';

/** What can be done with the picked rows. */
export interface SelectionActions {
  tick(): void;
  move(below: HTMLElement): void;
  who(): void;
  due(): void;
  remove(): void;
}

/** Stands in the tabs' place while rows are being picked. */
export function SelectionBar(props: { selection: EntrySelection; actions: SelectionActions }) {
  const { selection, actions } = props;
  const t = useTexts();
  const n = selection.ids.value.length;
  const button = (label: string, icon: IconName, run: (button: HTMLElement) => void) => (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-disabled={n === 0}
      onClick={(event) => n > 0 && run(event.currentTarget)}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="selection-bar" role="toolbar" aria-label={t('select.label')}>
      <button
        type="button"
        class="icon-button"
        aria-label={t('select.end')}
        title={t('select.end')}
        onClick={() => selection.end()}
      >
        <Icon name={icons.close} />
      </button>
      <span class="selection-count">{t('select.count', { n })}</span>
      <button type="button" class="button button-plain button-small" onClick={() => selection.all()}>
        {t('select.all')}
      </button>
      {button(t('select.tick'), 'check', () => actions.tick())}
      {button(t('select.move'), icons.moveTo, (at) => actions.move(at))}
      {button(t('select.who'), icons.person, () => actions.who())}
      {button(t('select.due'), 'calendar', () => actions.due())}
      {button(t('select.delete'), icons.trash, () => actions.remove())}
    </div>
  );
}
