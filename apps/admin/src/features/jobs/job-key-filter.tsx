import { Autocomplete, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useJobKeys } from './use-job-keys.ts';

interface JobKeyFilterProps {
  /** Empty: all jobs. */
  readonly jobKey: string;
  readonly onChange: (jobKey: string) => void;
}

/**
 * Filters by one job: typing narrows the suggestions, and choosing one changes the list. Enter takes the only matching
 * key, or else the typed text, since the job may no longer be registered.
 */
export function JobKeyFilter({ jobKey, onChange }: JobKeyFilterProps) {
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
    <Autocomplete
      aria-label="Filter by job"
      placeholder="Any job"
      spellCheck={false}
      autoComplete="off"
      limit={50}
      data={keys}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={choose}
      onKeyDown={(event) => {
        // While a suggestion is highlighted, Enter chooses it.
        const isMarked = event.currentTarget.getAttribute('aria-activedescendant') !== null;
        if (event.key === 'Enter' && !isMarked) choose(keyFor(typed, keys));
      }}
      onBlur={() => choose(typed.trim() === '' || keys.includes(typed.trim()) ? typed.trim() : jobKey)}
      rightSection={typed !== '' && <CloseButton size="sm" aria-label="Any job" onClick={() => choose('')} />}
      flex="1 1 160px"
      maw={240}
    />
  );
}

/** The only registered key that contains the typed text; otherwise the typed text. */
export function keyFor(typed: string, keys: readonly string[]): string {
  const text = typed.trim();
  if (text === '' || keys.includes(text)) return text;
  const matching = keys.filter((key) => key.toLowerCase().includes(text.toLowerCase()));
  return matching.length === 1 ? (matching[0] ?? text) : text;
}
