import type { ComponentChildren } from 'preact';
import { useApp } from './app-context.ts';
import { Icon, type IconName } from './icon.tsx';
import { icons } from './more-icons.ts';

/** What can be done about what a banner says. */
export interface BannerAction {
  readonly name: string;
  readonly run: () => void;
  readonly isBusy?: boolean;
  readonly opensDialog?: boolean;
}

/** One calm sentence about what is wrong, and what to do about it. */
export function Banner(props: {
  tone: 'quiet' | 'warn' | 'danger';
  icon: IconName;
  isAlert?: boolean;
  actions?: readonly BannerAction[];
  onDismiss?: () => void;
  children: ComponentChildren;
}) {
  const { t } = useApp().i18n;
  const actions = props.actions ?? [];
  return (
    <div class={`banner banner-${props.tone}`} role={props.isAlert ? 'alert' : undefined}>
      <Icon name={props.icon} />
      <div class="banner-text">
        <p>{props.children}</p>
        {actions.length > 0 && (
          <div class="row-actions">
            {actions.map(({ name, run, isBusy, opensDialog }) => (
              <button
                key={name}
                type="button"
                class="button button-small"
                aria-disabled={isBusy}
                aria-haspopup={opensDialog ? 'dialog' : undefined}
                onClick={run}
              >
                {name}
              </button>
            ))}
          </div>
        )}
      </div>
      {props.onDismiss !== undefined && (
        <button type="button" class="icon-button" aria-label={t('action.close')} onClick={props.onDismiss}>
          <Icon name={icons.close} />
        </button>
      )}
    </div>
  );
}
