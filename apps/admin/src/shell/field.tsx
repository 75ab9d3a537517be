import { IconSelector, IconX } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import classes from './field.module.css';

interface SelectFieldProps<Value extends string> {
  /** Read by screen readers: it is not shown. */
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly isSmall?: boolean;
}

/** The browser's own list of values, for filters; forms have Mantine's fields, with labels and errors. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, value, choices, onChange, isSmall = false } = props;
  return (
    <span className={classes['field']} data-small={isSmall} data-select>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <IconSelector size={15} stroke={1.8} aria-hidden />
    </span>
  );
}

interface InputFieldProps extends ComponentProps<'input'> {
  /** Read by screen readers: it is not shown. */
  readonly label: string;
  /** Before and after the text. */
  readonly before?: React.ReactNode;
  readonly after?: React.ReactNode;
}

/** A line of text, for filters. */
export function InputField({ label, before, after, className, ...input }: InputFieldProps) {
  return (
    <span className={`${classes['field']} ${className ?? ''}`}>
      {before}
      <input aria-label={label} {...input} />
      {after}
    </span>
  );
}

interface ClearButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

/** At the end of a field: empties it. */
export function ClearButton({ label, onClick }: ClearButtonProps) {
  return (
    <button type="button" className={classes['clear']} aria-label={label} onClick={onClick}>
      <IconX size={15} stroke={1.8} aria-hidden />
    </button>
  );
}
