import { Alert } from '@mantine/core';

/** A job has one schedule per variant, and this one exists. */
export function VariantHint({ message }: { readonly message: string }) {
  return (
    <Alert color="red" role="alert" title="This job already has a schedule">
      {message} Open that schedule from the list, or give this one a variant of its own under “More”.
    </Alert>
  );
}
