import { useEffect, useMemo } from 'preact/hooks';
import type { EventId } from '../lib/protocol/ids.ts';
import { useApp } from './app-context.ts';
import { Field } from './field.tsx';

const CHOICES = ['auto', 'on', 'off'] as const;

/** Whether this device reminds of one event, whatever it does for others. Chosen at once, apart from what a dialog saves. */
export function RemindHere({ event }: { event: EventId }) {
  const { client, problems, i18n } = useApp();
  const { t } = i18n;
  const chosen = useMemo(() => client.live({ type: 'reminderChoices' }), [client]);
  useEffect(() => chosen.close, [chosen]);

  function choose(choice: (typeof CHOICES)[number]): void {
    void client.run({ type: 'remindOfEvent', event, choice }).then((outcome) => {
      if (!outcome.ok) problems.tell(outcome.error);
    });
  }

  return (
    <Field label={t('remindHere.label')}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={chosen.rows.value.get(event)?.choice ?? 'auto'}
          onChange={(change) => choose(CHOICES.find((choice) => choice === change.currentTarget.value) ?? 'auto')}
        >
          {CHOICES.map((choice) => (
            <option key={choice} value={choice}>
              {t(`remindHere.${choice}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
