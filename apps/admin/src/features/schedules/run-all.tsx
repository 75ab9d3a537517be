import type { ScheduleItem } from '@zenpulse/contract';
import { Button, List } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { runSchedule } from '../../api/schedules.ts';
import { useMay } from '../../api/use-may.ts';
import { Confirm } from '../../shell/confirm.tsx';
import { notifyDone, notifyFailure } from '../../shell/notify.tsx';
import { scheduleName } from './schedule-name.ts';

interface RunAllProps {
  readonly items: readonly Pick<ScheduleItem, 'id' | 'jobKey' | 'variant'>[];
}

/** Requests a run of each of several schedules, after a confirmation that lists them. */
export function RunAll({ items }: RunAllProps) {
  const [isAsking, question] = useDisclosure(false);
  const may = useMay();
  const running = useMutation({
    mutationFn: () => runEach(items),
    onSuccess: ({ requested, failures }) => {
      question.close();
      if (requested > 0) {
        notifyDone(
          requested === 1 ? 'Requested 1 run' : `Requested ${requested} runs`,
          'Their results appear in the lists.',
        );
      }
      for (const { name, error } of failures) notifyFailure(`Couldn’t run ${name}`, error);
    },
  });
  const action = `Run all ${items.length} again`;
  return (
    <>
      <Button size="compact-sm" variant="light" onClick={question.open} {...may('operator')}>
        {action}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={`Run ${items.length} schedules again?`}
        action={action}
        tone="plain"
        isBusy={running.isPending}
        onConfirm={() => running.mutate()}
        onCancel={question.close}
      >
        Each runs once, now, with its current settings.
        <List size="sm" mt="xs">
          {items.map((item) => (
            <List.Item key={item.id}>{scheduleName(item)}</List.Item>
          ))}
        </List>
      </Confirm>
    </>
  );
}

interface Failed {
  readonly name: string;
  readonly error: unknown;
}

/** One after the other: each is a write. */
async function runEach(items: RunAllProps['items']) {
  const failures: Failed[] = [];
  for (const item of items) {
    await runSchedule(item.id).catch((error: unknown) => failures.push({ name: scheduleName(item), error }));
  }
  return { requested: items.length - failures.length, failures };
}
