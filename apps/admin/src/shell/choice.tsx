import { useId, type ReactNode } from 'react';
import classes from './choice.module.css';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
  /** True if it takes the whole width. */
  readonly isWide?: boolean;
}

/** One of a few values, side by side: a group of radio buttons. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, choices, onChange, isDisabled = false, isWide = false } = props;
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classes['choice']} data-wide={isWide}>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            disabled={isDisabled}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </div>
  );
}
