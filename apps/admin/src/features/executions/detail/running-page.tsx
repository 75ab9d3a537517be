import type { RunnerDto } from '@zenpulse/contract';
import { Box, Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Link } from '../../../router/link.tsx';
import { Facts } from '../../../shell/facts.tsx';
import { Page } from '../../../shell/page.tsx';
import { useNow } from '../../../time/clock.ts';
import { FullInstant } from '../../../time/instant.tsx';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import { CancelRun } from '../../runs/cancel-run.tsx';
import { runningText } from '../../runs/running-text.ts';
import { ORIGIN_WORDS } from '../origin-words.ts';
import { coalescedText } from '../reason-text.ts';
import { schedulePath } from '../../schedules/schedule-path.ts';

const Output = lazy(async () => ({ default: (await import('./output.tsx')).Output }));

export interface Found {
  readonly run: RunnerDto['runningNow'][number];
  readonly runner: RunnerDto;
}

/** The run with this id in the runner's report: one or none. */
export function findRun(runner: RunnerDto, runId: string): Found[] {
  return runner.runningNow.filter((run) => run.runId === runId).map((run) => ({ run, runner }));
}

const DETAILS = {
  running: 'Running. Its execution is recorded when it ends, if its schedule logs that.',
  ended: 'It has ended. Its execution is about to be recorded.',
  unrecorded: 'It has ended. Its schedule does not log such runs, or the execution was deleted.',
} as const;

interface RunningPageProps extends Found {
  /** `ended`: its execution is looked for; `unrecorded`: there is none. */
  readonly stage?: 'running' | 'ended' | 'unrecorded';
}

/** A run in progress, with its output: its execution is recorded when it ends. */
export function RunningPage({ run, runner, stage = 'running' }: RunningPageProps) {
  const hasEnded = stage !== 'running';
  const { elapsed } = runningText(run, useNow());
  const isManual = run.origin === 'manual';
  return (
    <Page
      title={run.jobKey}
      tabTitle={`${run.jobKey}: ${hasEnded ? 'ended' : 'running'}`}
      zone={BROWSER_ZONE}
      lead={hasEnded ? `Ended. Run ${run.runId}` : `Running for ${elapsed}. Run ${run.runId}`}
      actions={
        <>
          <Button variant="default" component={Link} to={schedulePath(run.scheduleId)}>
            View schedule
          </Button>
          {!hasEnded && <CancelRun runId={run.runId} jobKey={run.jobKey} isPageAction />}
        </>
      }
    >
      <Box className="zp-card" p="lg">
        <Facts
          label="Facts"
          facts={[
            ['Details', (hasEnded ? null : coalescedText(run.coalescedCount)) ?? DETAILS[stage]],
            [isManual ? 'Requested' : 'Due', <FullInstant key="due" at={run.scheduledAt} />],
            ['Started', <FullInstant key="started" at={run.startedAt} />],
            ['Trigger', ORIGIN_WORDS[run.origin]],
            ['Host', `${runner.hostname}, process ${runner.pid}`],
          ]}
        />
      </Box>
      <Suspense>
        <Output run={run} />
      </Suspense>
    </Page>
  );
}
