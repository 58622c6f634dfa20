import type { Settings } from '../lib/protocol/queries.ts';
import type { App } from '../lib/stores/app.ts';
import { useApp } from './app-context.ts';
import { Field } from './field.tsx';

/** Settings that are one of a few. */
type ChoiceKey = 'language' | 'theme' | 'weekStart' | 'timeFormat' | 'remind' | 'badge';

/** Changes settings of this browser; a problem is told as one of the page. */
export function changeSettings({ client, problems }: App, change: Partial<Omit<Settings, 'host'>>): void {
  void client.run({ type: 'changeSettings', change }).then((outcome) => {
    if (!outcome.ok) problems.tell(outcome.error);
  });
}

/** One setting as a combobox. */
export function SettingChoice<K extends ChoiceKey>(props: {
  name: K;
  label: string;
  hint?: string;
  options: readonly (readonly [Settings[K], string])[];
}) {
  const app = useApp();
  return (
    <Field label={props.label} hint={props.hint}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={app.settings.value[props.name]}
          onChange={(event) => changeSettings(app, { [props.name]: event.currentTarget.value })}
        >
          {props.options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
