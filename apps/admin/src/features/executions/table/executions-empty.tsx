import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Empty } from '../../../shell/empty.tsx';

interface ExecutionsEmptyProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

export function ExecutionsEmpty({ isFiltered, onClear }: ExecutionsEmptyProps) {
  return (
    <Empty
      icon={<IconHistory size={28} stroke={1.5} />}
      title={isFiltered ? 'No executions found' : 'No executions yet'}
      description={
        isFiltered
          ? 'No execution matches the filter.'
          : 'By default a schedule records only failures; set its log policy to All to record every run. Manual runs are always recorded.'
      }
    >
      {isFiltered && (
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      )}
    </Empty>
  );
}
