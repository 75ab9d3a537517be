import { TextInput, type TextInputProps } from '@mantine/core';
import { useId } from 'react';

interface SuggestedFieldProps extends TextInputProps {
  readonly suggestions: readonly string[];
}

/** A line of a form with the browser's suggestions. */
export function SuggestedField({ suggestions, ...input }: SuggestedFieldProps) {
  const id = useId();
  return (
    <>
      <TextInput {...input} list={id} spellCheck={false} autoComplete="off" />
      <datalist id={id}>
        {suggestions.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
}
