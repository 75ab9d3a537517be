import type { TextInputProps } from '@mantine/core';
import { SuggestedField } from '../../shell/suggested-field.tsx';
import { useJobKeys } from './use-job-keys.ts';

/** A job key: free text, with the registered keys as suggestions. */
export function JobKeyField(props: TextInputProps) {
  return <SuggestedField suggestions={useJobKeys()} {...props} />;
}
