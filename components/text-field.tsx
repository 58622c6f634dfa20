import type { Signal } from '@preact/signals';
import { Field } from './field.tsx';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  value: string | Signal<string>;
  onChange: (value: string) => void;
  /** It has the keyboard when it appears. */
  autofocus?: boolean;
}

/** One line that people write, in whatever direction their language goes. */
export function TextField(props: FieldProps & { maxLength?: number }) {
  const { label, hint, problem, value, onChange, ...rest } = props;
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(control) => (
        <input
          {...control}
          {...rest}
          class="input"
          type="text"
          dir="auto"
          autoComplete="off"
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A day, `YYYY-MM-DD`; empty where none is chosen. */
export function DateField(props: FieldProps) {
  const { label, hint, problem, value, onChange, ...rest } = props;
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(control) => (
        <input
          {...control}
          {...rest}
          class="input"
          type="date"
          max="9999-12-31"
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
