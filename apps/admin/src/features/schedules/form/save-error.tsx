import { Alert } from '@mantine/core';
import { failureMessage, hasCode } from '../../../api/api-error.ts';
import { VariantHint } from './variant-hint.tsx';

/** Why saving was refused, where it is about no single field. */
export function SaveError({ error }: { readonly error: unknown }) {
  if (!error || hasCode(error, 'stale_version')) return null;
  if (hasCode(error, 'schedule_exists')) return <VariantHint message={error.message} />;
  const title = hasCode(error, 'validation_failed') ? 'Some fields were refused' : 'It was not saved';
  return (
    <Alert color="red" role="alert" p="sm" title={title}>
      {failureMessage(error)}
    </Alert>
  );
}
