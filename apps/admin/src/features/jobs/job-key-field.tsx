import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useJobKeys } from './use-job-keys.ts';

/** A job key: free text, with the registered keys as suggestions. */
export function JobKeyField(props: AutocompleteProps) {
  const keys = useJobKeys();
  return <Autocomplete spellCheck={false} autoComplete="off" limit={50} data={keys} {...props} />;
}
