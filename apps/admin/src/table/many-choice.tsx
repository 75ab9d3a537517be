import { IconChevronDown } from '@tabler/icons-react';
import { Popup } from '../shell/popup.tsx';
import classes from './many-choice.module.css';

interface ManyChoiceProps {
  readonly label: string;
  /** Shown while nothing is chosen. */
  readonly placeholder: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Several of a few values: a button that opens a list of check boxes. */
export function ManyChoice({ label, placeholder, choices, chosen, onChange }: ManyChoiceProps) {
  const names = choices.filter(({ value }) => chosen.includes(value)).map((choice) => choice.label);
  const toggled = (value: string, isChosen: boolean) =>
    isChosen ? [...chosen, value] : chosen.filter((other) => other !== value);
  return (
    <Popup
      label={`${label}: ${names.length === 0 ? placeholder : names.join(', ')}`}
      className={classes['button'] ?? ''}
      face={
        <>
          <span className={names.length === 0 ? 'zp-dimmed' : ''}>{names.join(', ') || placeholder}</span>
          <IconChevronDown size={15} stroke={1.8} aria-hidden />
        </>
      }
    >
      <fieldset className={classes['list']}>
        <legend>{label}</legend>
        {choices.map(({ value, label: name }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) => onChange(toggled(value, event.currentTarget.checked))}
            />
            {name}
          </label>
        ))}
        {chosen.length > 0 && (
          <button type="button" onClick={() => onChange([])}>
            Clear
          </button>
        )}
      </fieldset>
    </Popup>
  );
}
