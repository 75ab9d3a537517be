import type { ChangeDto } from '@zenpulse/contract';
import { Radio, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { failureMessage, hasCode } from '../../api/api-error.ts';
import { changesSince } from '../../api/changes.ts';
import { POLL_MS } from '../../api/poller.ts';
import { scheduleDetail } from '../../api/schedules.ts';
import { usePolling } from '../../api/use-polling.ts';
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx';
import { ReasonField } from '../../shell/reason-field.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { scheduleName } from '../schedules/schedule-name.ts';
import { putBackPreview, type PutBackPreview } from './put-back-preview.ts';
import { PutBackText } from './put-back-text.tsx';
import { RefusedList } from './refused-list.tsx';
import { usePutBack, type PutBackWay } from './use-put-back.ts';

interface PutBackDialogProps {
  readonly change: ChangeDto;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Shows what putting a change back does, asks why, and lets the reader decide where it was changed again since. */
export function PutBackDialog({ change, isOpen, onClose }: PutBackDialogProps) {
  const [isWhole, setWhole] = useState(false);
  const [isDecided, setDecided] = useState(false);
  const [reason, setReason] = useState('');
  const { preview, version, error, refusal } = usePreview(change, isOpen);
  const back = usePutBack(change, onClose);
  const name = scheduleName({ jobKey: change.jobKey ?? '', variant: change.variant ?? '' });
  const isContested = !isWhole && preview?.kind === 'fields' && preview.isContested;
  const refused = back.data?.refused ?? [];
  const failure = back.error ?? error;
  const isRefused = !isWhole && refusal !== undefined;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={`Put back: ${name}`}
      action={isWhole ? 'Put back the whole action' : 'Put back'}
      tone={!isWhole && preview?.kind === 'deletes' ? 'danger' : 'plain'}
      isBusy={back.isPending}
      isDisabled={isRefused || (!isWhole && !isPossible(preview, isContested && !isDecided))}
      error={failure && !isConflict(failure) ? failureMessage(failure) : isRefused ? refusal : undefined}
      onConfirm={() => back.mutate({ way: wayOf(isWhole, preview, version), reason: reason.trim() })}
      onCancel={onClose}
    >
      <Stack gap="md">
        {change.bulkId !== null && (
          <Radio.Group
            label="It was part of an action on several schedules"
            value={isWhole ? 'all' : 'one'}
            onChange={(value) => setWhole(value === 'all')}
          >
            <Stack gap={6} mt={6}>
              <Radio value="one" label={`Put back ${name} alone`} />
              <Radio value="all" label="Put back all schedules of the action" />
            </Stack>
          </Radio.Group>
        )}
        {isWhole ? (
          <div>
            Each schedule gets the values it had before the action. One whose values were changed again since
            is left alone and listed here.
          </div>
        ) : preview === null ? (
          error === null && <TableSkeleton />
        ) : (
          <PutBackText
            name={name}
            preview={preview}
            isDecided={isDecided}
            onDecide={setDecided}
            hasLost={isConflict(back.error)}
          />
        )}
        {refused.length > 0 && <RefusedList changed={back.data?.changed ?? 0} refused={refused} />}
        <ReasonField
          description="Recorded with the change; may stay empty"
          value={reason}
          onChange={setReason}
        />
      </Stack>
    </ConfirmDialog>
  );
}

/** Null until both answers are there. */
function usePreview(change: ChangeDto, isOpen: boolean) {
  const id = change.scheduleId ?? '';
  const schedule = useQuery({ ...scheduleDetail(id), staleTime: 0, enabled: isOpen });
  const later = useQuery({ ...changesSince(id, change.at), enabled: isOpen });
  usePolling(changesSince(id, change.at).queryKey, isOpen ? POLL_MS * 2 : false);
  const isGone = hasCode(schedule.error, 'not_found');
  const isKnown = (schedule.data !== undefined || isGone) && later.data !== undefined;
  const current = isGone || schedule.data === undefined ? null : { ...schedule.data };
  return {
    preview: isKnown ? putBackPreview(change, current, later.data.items) : null,
    version: schedule.data?.version ?? 0,
    /** Why the application does not allow it for this schedule. */
    refusal: schedule.data?.mayNot?.revert,
    error: (isGone ? null : schedule.error) ?? later.error,
  };
}

function isPossible(preview: PutBackPreview | null, isUndecided: boolean): boolean {
  return preview !== null && preview.kind !== 'done' && preview.kind !== 'gone' && !isUndecided;
}

function wayOf(isWhole: boolean, preview: PutBackPreview | null, version: number): PutBackWay {
  if (isWhole) return { kind: 'action' };
  if (preview?.kind !== 'fields' || !preview.isContested) return { kind: 'change' };
  return {
    kind: 'fields',
    version,
    fields: Object.fromEntries(preview.fields.map(({ name, was }) => [name, was])),
  };
}

/** Another change was saved first: the preview shows what is there now. */
function isConflict(error: unknown): boolean {
  return hasCode(error, 'changed_since') || hasCode(error, 'stale_version');
}
