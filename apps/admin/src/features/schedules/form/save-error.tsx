import { Alert } from '@mantine/core';
import { failureMessage, hasCode, isInBanner } from '../../../api/api-error.ts';
import { useConnection } from '../../../api/connection.ts';
import { VariantHint } from './variant-hint.tsx';

/** Why the last save failed, if that is not about a single field. */
export function SaveError({ error }: { readonly error: unknown }) {
  const isOpen = useConnection().kind === 'open';
  if (!error || hasCode(error, 'stale_version')) return null;
  if (hasCode(error, 'schedule_exists')) return <VariantHint message={error.message} />;
  if (isInBanner(error) && isOpen) {
    return (
      <Alert color="yellow" role="alert" p="sm" title="Not saved">
        The application answers again, and what you typed is still here. Save it now.
      </Alert>
    );
  }
  const isInvalid = hasCode(error, 'validation_failed') && error.issues.length > 0;
  return (
    <Alert color="red" role="alert" p="sm" title="Not saved">
      {isInvalid ? 'Correct the fields marked in red.' : failureMessage(error)}
      {isInBanner(error) && ' What you typed is kept.'}
    </Alert>
  );
}
