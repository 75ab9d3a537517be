import { Button, EmptyState } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';

interface ExecutionsEmptyProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

export function ExecutionsEmpty({ isFiltered, onClear }: ExecutionsEmptyProps) {
  return (
    <EmptyState
      py={60}
      icon={<IconHistory size={28} stroke={1.5} />}
      withIndicatorBackground
      title={isFiltered ? 'No execution matches' : 'Nothing is recorded yet'}
      description={
        isFiltered
          ? 'There may be others that the filter hides.'
          : 'Each schedule has a log policy: by default only failures are recorded, and runs by hand always.'
      }
    >
      {isFiltered && (
        <EmptyState.Actions>
          <Button variant="default" onClick={onClear}>
            Clear the filter
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
