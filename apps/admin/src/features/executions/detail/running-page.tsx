import type { RunnerDto } from '@zenpulse/contract';
import { Box, Button } from '@mantine/core';
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

interface Found {
  readonly run: RunnerDto['runningNow'][number];
  readonly runner: RunnerDto;
}

/** The run with this id in the runner's report: one or none. */
export function findRun(runner: RunnerDto, runId: string): Found[] {
  return runner.runningNow.filter((run) => run.runId === runId).map((run) => ({ run, runner }));
}

/** A run in progress: its execution is recorded when it ends. */
export function RunningPage({ run, runner }: Found) {
  const { elapsed } = runningText(run, useNow());
  const isManual = run.origin === 'manual';
  return (
    <Page
      title={run.jobKey}
      tabTitle={`${run.jobKey}: running`}
      zone={BROWSER_ZONE}
      lead={`Running for ${elapsed}. Run ${run.runId}`}
      actions={
        <>
          <Button variant="default" component={Link} to={schedulePath(run.scheduleId)}>
            View schedule
          </Button>
          <CancelRun runId={run.runId} jobKey={run.jobKey} isPageAction />
        </>
      }
    >
      <Box className="zp-card" p="lg">
        <Facts
          label="Facts"
          facts={[
            [
              'Details',
              coalescedText(run.coalescedCount) ?? 'Running. Its execution is recorded when it ends.',
            ],
            [isManual ? 'Requested' : 'Due', <FullInstant key="due" at={run.scheduledAt} />],
            ['Started', <FullInstant key="started" at={run.startedAt} />],
            ['Trigger', ORIGIN_WORDS[run.origin]],
            ['Host', `${runner.hostname}, process ${runner.pid}`],
          ]}
        />
      </Box>
    </Page>
  );
}
