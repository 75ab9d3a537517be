import { Alert } from '@mantine/core';

/** A job has one schedule a variant; this one is taken. */
export function VariantHint({ message }: { readonly message: string }) {
  return (
    <Alert color="red" role="alert" title="This job is scheduled already">
      {message} Open that schedule from the list, or give this one a variant of its own under “More”.
    </Alert>
  );
}
