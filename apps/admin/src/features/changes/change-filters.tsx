import { useDebouncedCallback } from '@mantine/hooks';
import { useId, useState } from 'react';
import { ClearButton, InputField, SelectField } from '../../shell/field.tsx';
import type { useAddressFilter } from '../../table/address-filter.ts';
import classes from '../../table/filters.module.css';
import { CustomRange } from '../executions/table/custom-range.tsx';
import { RANGES } from '../executions/table/execution-range.ts';
import { ACTION_WORDS } from './action-words.ts';

export const CHANGE_FILTERS = ['actor', 'action', 'range', 'from', 'to'] as const;

const ACTIONS = [
  { value: '', label: 'Anything' },
  ...Object.entries(ACTION_WORDS).map(([value, label]) => ({ value, label })),
];

interface ChangeFiltersProps {
  readonly address: ReturnType<typeof useAddressFilter>;
  /** Names to suggest. */
  readonly actors: readonly string[];
}

export function ChangeFilters({ address, actors }: ChangeFiltersProps) {
  const actor = address.one('actor');
  return (
    <div className={classes['filters']} role="search">
      <ActorField
        key={actor === '' ? 'empty' : 'typed'}
        actor={actor}
        actors={actors}
        onChange={(name) => address.set({ actor: name })}
      />
      <SelectField<string>
        label="Filter by what was done"
        choices={ACTIONS}
        value={address.one('action')}
        onChange={(action) => address.set({ action })}
      />
      <SelectField<string>
        label="Filter by time"
        choices={RANGES}
        value={address.one('range')}
        onChange={(range) => address.set({ range, from: null, to: null })}
      />
      {address.one('range') === 'custom' && <CustomRange address={address} />}
    </div>
  );
}

interface ActorFieldProps {
  readonly actor: string;
  readonly actors: readonly string[];
  readonly onChange: (actor: string) => void;
}

/** A whole name; the list changes after a pause in typing. */
function ActorField({ actor, actors, onChange }: ActorFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(actor);
  const tell = useDebouncedCallback(onChange, 400);
  const type = (text: string) => {
    setTyped(text);
    tell(text.trim());
  };
  return (
    <>
      <InputField
        className={classes['job'] ?? ''}
        label="Filter by who did it: the whole name"
        placeholder="Anybody"
        maxLength={255}
        spellCheck={false}
        autoComplete="off"
        list={id}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        after={typed !== '' && <ClearButton label="Anybody" onClick={() => type('')} />}
      />
      <datalist id={id}>
        {actors.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
