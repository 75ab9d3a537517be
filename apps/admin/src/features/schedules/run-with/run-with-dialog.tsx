import type { ScheduleItem } from '@zenpulse/contract';
import type { JsonObject } from '@zenpulse/core/domain';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError, failureMessage } from '../../../api/api-error.ts';
import { jobList } from '../../../api/installation.ts';
import { Failure } from '../../../shell/failure.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { scheduleName } from '../schedule-name.ts';
import { useRunSchedule } from '../use-run-schedule.tsx';
import { ParamInput } from './param-input.tsx';
import { withoutSecrets } from './param-fields.ts';
import { useParamsForm } from './use-params-form.ts';

export interface RunWithProps {
  readonly schedule: Pick<ScheduleItem, 'id' | 'jobKey' | 'variant'>;
  /** What the fields begin with. */
  readonly params: JsonObject;
  readonly onClose: () => void;
}

/** Asks for the params of one run: a form of what the job declares, or JSON. */
export function RunWithDialog({ schedule, params, onClose }: RunWithProps) {
  const jobs = useQuery(jobList);
  const schema = jobs.data?.items.find(({ jobKey }) => jobKey === schedule.jobKey)?.paramsSchema ?? null;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<Text fw={650}>Run {scheduleName(schedule)} with parameters</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {jobs.isPending && <TableSkeleton />}
      {jobs.isError && <Failure error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isSuccess && <Form schedule={schedule} schema={schema} given={params} onClose={onClose} />}
    </Modal>
  );
}

interface FormProps {
  readonly schedule: RunWithProps['schedule'];
  readonly schema: JsonObject | null;
  readonly given: JsonObject;
  readonly onClose: () => void;
}

function Form({ schedule, schema, given, onClose }: FormProps) {
  const { params: known, secrets } = withoutSecrets(given);
  const form = useParamsForm(schema, known);
  const running = useRunSchedule(schedule);
  const send = () => {
    form.submit();
    if (!form.isValid) return;
    running.mutate(form.params, {
      onSuccess: onClose,
      onError: (error) => form.refuse(error instanceof ApiError ? error.issues : []),
    });
  };
  const isRefused = running.error !== null && form.otherIssues.length === 0 && !hasIssues(running.error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Only this run gets them: the schedule keeps its own.
        </Text>
        {secrets.length > 0 && (
          <Alert color="yellow" title="Secrets are not recorded">
            Fill in again: {secrets.join(', ')}
          </Alert>
        )}
        {form.fields.map((field) => (
          <ParamInput
            key={field.name}
            field={field}
            value={form.typed[field.name]}
            error={form.errorOf(field)}
            onChange={(value) => form.change(field.name, value)}
          />
        ))}
        {(isRefused || form.otherIssues.length > 0) && (
          <Alert color="red" role="alert" title="Not started">
            {form.otherIssues.map(({ path, message }) => (
              <div key={path}>
                {path}: {message}
              </div>
            ))}
            {isRefused && failureMessage(running.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={running.isPending}>
            Run now
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function hasIssues(error: Error): boolean {
  return error instanceof ApiError && error.issues.length > 0;
}
