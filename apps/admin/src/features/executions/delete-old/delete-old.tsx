import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { failureMessage } from '../../../api/api-error.ts';
import {
  deleteExecutions,
  executionCount,
  EXECUTIONS_KEY,
  type ExecutionFilter,
} from '../../../api/executions.ts';
import { Confirm } from '../../../shell/confirm.tsx';
import { notifyDone } from '../../../shell/notify.tsx';
import { now } from '../../../time/clock.ts';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import { instantOfLocal, localOfInstant } from '../table/execution-range.ts';
import { deletionAction, deletionText, hasCondition, isNone, narrowing } from './deletion-text.ts';

interface DeleteOldProps {
  /** The list's filter; its time range is ignored here. */
  readonly filter: ExecutionFilter;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const MONTH_MS = 30 * 86_400_000;

/** Deletes the executions older than a date: all of them, or only those that match the list's filter. */
export function DeleteOld({ filter, isOpen, onClose }: DeleteOldProps) {
  const client = useQueryClient();
  const [before, setBefore] = useState(() => localOfInstant(new Date(now() - MONTH_MS).toISOString()));
  const [isNarrowed, setNarrowed] = useState(true);
  const canNarrow = hasCondition(filter);
  const target = { ...(canNarrow && isNarrowed ? narrowing(filter) : {}), to: instantOfLocal(before) };
  const counting = useQuery(executionCount(isOpen && target.to !== '' ? target : null));
  const counted = counting.data;
  const deletion = useMutation({
    mutationFn: () => deleteExecutions(target),
    onSuccess: ({ deleted }) => {
      notifyDone(
        deleted === 1 ? 'Deleted 1 execution' : `Deleted ${deleted.toLocaleString('en-GB')} executions`,
      );
      onClose();
      void client.invalidateQueries({ queryKey: EXECUTIONS_KEY });
    },
  });
  return (
    <Confirm
      isOpen={isOpen}
      title="Delete old executions"
      action={deletionAction(counted)}
      isBusy={deletion.isPending}
      isDisabled={target.to === '' || isNone(counted)}
      error={deletion.error ? failureMessage(deletion.error) : undefined}
      onConfirm={() => deletion.mutate()}
      onCancel={onClose}
    >
      <Stack gap="sm">
        <TextInput
          type="datetime-local"
          label={`Older than (${BROWSER_ZONE})`}
          value={before}
          onChange={(event) => setBefore(event.currentTarget.value)}
          error={target.to === '' ? 'Enter a date and a time' : undefined}
        />
        {canNarrow && (
          <Checkbox
            label="Only executions that match the list’s filter"
            checked={isNarrowed}
            onChange={(event) => setNarrowed(event.currentTarget.checked)}
          />
        )}
        {target.to !== '' && <Text size="sm">{deletionText(target, BROWSER_ZONE, counted)}</Text>}
      </Stack>
    </Confirm>
  );
}
