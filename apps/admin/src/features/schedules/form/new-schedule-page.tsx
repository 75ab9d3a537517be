import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { ScheduleFields } from '@zenpulse/core/domain';
import { ApiError } from '../../../api/api-error.ts';
import { installationInfo, jobList } from '../../../api/installation.ts';
import { createSchedule, SCHEDULES_KEY } from '../../../api/schedules.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Page } from '../../../shell/page.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { notifyReceipt } from '../receipt/notify-receipt.tsx';
import { scheduleName } from '../schedule-name.ts';
import { newValues } from './form-values.ts';
import { SaveError } from './save-error.tsx';
import { createBody } from './schedule-body.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';
import { useScheduleForm } from './use-schedule-form.ts';

/** `/schedules/new?jobKey=…`; with `from=code` it begins from what the code declares. */
export function NewSchedulePage() {
  const [params] = useSearchParams();
  const jobKey = params.get('jobKey') ?? '';
  const isFromCode = params.get('from') === 'code';
  const info = useQuery(installationInfo);
  const jobs = useQuery({ ...jobList, enabled: isFromCode });
  const declared = jobs.data?.items.find((job) => job.jobKey === jobKey)?.declared ?? {};
  const isReady = info.data !== undefined && (!isFromCode || jobs.data !== undefined);
  const error = info.error ?? jobs.error;
  return (
    <Page
      title="New schedule"
      lead={
        isFromCode
          ? `As the code declares it for ${jobKey}.`
          : 'It fires as soon as it is saved; no restart is needed.'
      }
    >
      {error ? <Failure error={error} onRetry={() => void info.refetch()} /> : !isReady && <TableSkeleton />}
      {isReady && (
        <NewScheduleForm
          // Another job or another origin begins another form.
          key={`${jobKey} ${isFromCode}`}
          timezone={info.data.timezone}
          known={{ ...declared, ...(jobKey !== '' && { jobKey }) }}
        />
      )}
    </Page>
  );
}

interface NewScheduleFormProps {
  readonly timezone: string;
  readonly known: Partial<ScheduleFields>;
}

function NewScheduleForm({ timezone, known }: NewScheduleFormProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useScheduleForm(newValues(timezone, known));
  const mayLose = useRef(false);
  const saving = useMutation({
    mutationFn: () => createSchedule(createBody(form.values, form.initial)),
    onError: (error) => form.refuse(error instanceof ApiError ? error.issues : []),
    onSuccess: async (saved) => {
      mayLose.current = false;
      notifyReceipt(saved.id, `${scheduleName(saved)} is scheduled`);
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
        isSaving={saving.isPending}
        error={<SaveError error={saving.error} />}
        onSave={() => saving.mutate()}
        onCancel={() => void navigate('/schedules')}
      />
      <UnsavedGuard mayLose={useCallback(() => mayLose.current, [])} />
    </>
  );
}
