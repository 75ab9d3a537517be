import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useNavigate, useSearchParams } from '../../../router/hooks.ts';
import type { JobDto } from '@zenpulse/contract';
import type { ScheduleFields } from '@zenpulse/core/domain';
import { ApiError } from '../../../api/api-error.ts';
import { installationInfo, jobList } from '../../../api/installation.ts';
import { createSchedule, scheduleDetail, SCHEDULES_KEY } from '../../../api/schedules.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Page } from '../../../shell/page.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { notifyReceipt } from '../receipt/notify-receipt.tsx';
import { scheduleName } from '../schedule-name.ts';
import { copyOf, notTyped } from './copy-of.ts';
import { codeDefaults, codeDefaultsText } from './code-defaults.ts';
import { newValues } from './form-values.ts';
import { SaveError } from './save-error.tsx';
import { createBody } from './schedule-body.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';
import { useBeginning } from './use-beginning.ts';
import { useScheduleForm } from './use-schedule-form.ts';

const JOBS_MS = 60_000;

/**
 * `/schedules/new?jobKey=…`; with `from=code` it starts from the declaration in code, with `copy=…` from the schedule with
 * this id.
 */
export function NewSchedulePage() {
  const [params] = useSearchParams();
  const jobKey = params.get('jobKey') ?? '';
  const isFromCode = params.get('from') === 'code';
  const copied = params.get('copy') ?? '';
  const original = useQuery({ ...scheduleDetail(copied), enabled: copied !== '' });
  const info = useQuery(installationInfo);
  const jobs = useQuery(jobList);
  usePolling(jobList.queryKey, JOBS_MS);
  const known = jobs.data?.items ?? [];
  const declared = isFromCode ? known.find((job) => job.jobKey === jobKey)?.declared : null;
  // Restoring needs the list of jobs; a new schedule works without it.
  const isReady =
    info.data !== undefined &&
    (jobs.data !== undefined || (jobs.isError && !isFromCode)) &&
    (copied === '' || original.data !== undefined);
  const error = info.error ?? (isFromCode ? jobs.error : null) ?? original.error;
  return (
    <Page
      title="New schedule"
      lead={
        original.data !== undefined
          ? `A copy of ${scheduleName(original.data)}. Its variant can be changed below.`
          : isFromCode
            ? `As declared in the code of ${jobKey}.`
            : 'Takes effect as soon as it is saved, without a restart.'
      }
    >
      {error ? <Failure error={error} onRetry={() => void info.refetch()} /> : !isReady && <TableSkeleton />}
      {isReady && (
        <NewScheduleForm
          // Another job or source starts a new form.
          key={`${jobKey} ${isFromCode} ${copied}`}
          timezone={info.data.timezone}
          known={
            original.data === undefined
              ? { ...declared, ...(jobKey !== '' && { jobKey }) }
              : copyOf(original.data)
          }
          jobs={known}
          isCopy={original.data !== undefined}
        />
      )}
    </Page>
  );
}

interface NewScheduleFormProps {
  readonly timezone: string;
  readonly known: Partial<ScheduleFields>;
  readonly jobs: readonly JobDto[];
  readonly isCopy: boolean;
}

function NewScheduleForm({ timezone, known, jobs, isCopy }: NewScheduleFormProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useScheduleForm(newValues(timezone, { ...codeDefaults(jobs, known.jobKey ?? ''), ...known }));
  const fromCode = codeDefaults(jobs, form.values.jobKey);
  useBeginning(form, newValues(timezone, { ...fromCode, ...known }));
  const mayLose = useRef(false);
  const saving = useMutation({
    mutationFn: () => createSchedule({ ...createBody(form.values, form.initial), ...notTyped(known) }),
    onError: (error) => form.refuse(error instanceof ApiError ? error.issues : []),
    onSuccess: async (saved) => {
      mayLose.current = false;
      notifyReceipt(saved.id, `Scheduled ${scheduleName(saved)}`);
      void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
      await navigate('/schedules');
    },
  });
  mayLose.current = form.isDirty && !saving.isSuccess;
  return (
    <>
      <ScheduleForm
        form={form}
        row={null}
        origin={isCopy ? null : codeDefaultsText(fromCode)}
        isSaving={saving.isPending}
        error={<SaveError error={saving.error} />}
        onSave={() => saving.mutate()}
        onCancel={() => void navigate('/schedules')}
      />
      <UnsavedGuard mayLose={useCallback(() => mayLose.current, [])} />
    </>
  );
}
