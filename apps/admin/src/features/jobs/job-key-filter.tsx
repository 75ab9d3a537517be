import { useId, useState } from 'react';
import { ClearButton, InputField } from '../../shell/field.tsx';
import classes from '../../table/filters.module.css';
import { useJobKeys } from './use-job-keys.ts';

interface JobKeyFilterProps {
  /** Empty: all jobs. */
  readonly jobKey: string;
  readonly onChange: (jobKey: string) => void;
}

/**
 * Filters by one job: typing narrows the browser's suggestions, and choosing one changes the list. Enter takes the only
 * matching key, or else the typed text, since the job may no longer be registered.
 */
export function JobKeyFilter({ jobKey, onChange }: JobKeyFilterProps) {
  const id = useId();
  const [typed, setTyped] = useState(jobKey);
  const [seen, setSeen] = useState(jobKey);
  if (seen !== jobKey) {
    setSeen(jobKey);
    setTyped(jobKey);
  }
  const keys = useJobKeys();
  const choose = (key: string) => {
    setTyped(key);
    if (key !== jobKey) onChange(key);
  };
  return (
    <>
      <InputField
        className={classes['job'] ?? ''}
        label="Filter by job"
        placeholder="Any job"
        spellCheck={false}
        autoComplete="off"
        list={id}
        value={typed}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (wasChosen(event.nativeEvent) && keys.includes(text)) choose(text);
        }}
        onKeyDown={(event) => event.key === 'Enter' && choose(keyFor(typed, keys))}
        onBlur={() => choose(typed.trim() === '' || keys.includes(typed.trim()) ? typed.trim() : jobKey)}
        after={typed !== '' && <ClearButton label="Any job" onClick={() => choose('')} />}
      />
      <datalist id={id}>
        {keys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </>
  );
}

/** A suggestion that is chosen replaces the text, in all browsers; typing inserts. */
function wasChosen(event: Event): boolean {
  return !(event instanceof InputEvent) || event.inputType === 'insertReplacementText';
}

/** The only registered key that contains the typed text; otherwise the typed text. */
export function keyFor(typed: string, keys: readonly string[]): string {
  const text = typed.trim();
  if (text === '' || keys.includes(text)) return text;
  const matching = keys.filter((key) => key.toLowerCase().includes(text.toLowerCase()));
  return matching.length === 1 ? (matching[0] ?? text) : text;
}
