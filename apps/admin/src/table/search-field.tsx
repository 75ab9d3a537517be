import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { ClearButton, InputField } from '../shell/field.tsx';
import classes from './filters.module.css';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Shows typed text at once, and changes the list after a pause. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, 250);
  const type = (text: string) => {
    setTyped(text);
    tell(text.trim());
  };
  return (
    <InputField
      className={classes['search'] ?? ''}
      type="search"
      label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      maxLength={200}
      before={<IconSearch size={16} stroke={1.8} aria-hidden />}
      after={typed !== '' && <ClearButton label="Clear search" onClick={() => type('')} />}
    />
  );
}
