import type { Overview } from '@zenpulse/contract';
import { Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { overview } from '../../api/overview.ts';
import { POLL_MS } from '../../api/poller.ts';
import { usePolling } from '../../api/use-polling.ts';
import { Failure } from '../../shell/failure.tsx';
import { Page } from '../../shell/page.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { useOfNow } from '../../time/clock.ts';
import { usePageZone } from '../../time/zone.ts';
import { useStopped } from '../firing/use-stopped.ts';
import { SchedulesEmpty } from '../schedules/table/schedules-empty.tsx';
import { Attention } from './attention.tsx';
import { Figures } from './figures.tsx';
import { NextList } from './next-list.tsx';
import { overviewSentence } from './overview-sentence.ts';
import classes from './overview-page.module.css';
import { Panel } from './panel.tsx';
import { RunningList } from './running-list.tsx';
import { Timeline } from './timeline.tsx';

/** The first page: whether all is well, what needs attention, what runs, what comes. */
export function OverviewPage() {
  const { data, error, isPending, refetch } = useQuery(overview);
  usePolling(overview.queryKey, POLL_MS);
  return (
    <Page title="Overview" {...(data !== undefined && { zone: data.timezone })}>
      {isPending && <TableSkeleton />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Loaded overview={data} />}
    </Page>
  );
}

function Loaded({ overview: data }: { readonly overview: Overview }) {
  const { running, next, timeline, hours, runners } = data;
  const hasRunner = runners.active !== null;
  if (data.counts?.total === 0 && hasRunner)
    return <SchedulesEmpty isFiltered={false} onClear={() => undefined} />;
  return (
    <div className={classes['overview']}>
      <Sentence overview={data} />
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <Attention overview={data} />
          {timeline.length > 0 && (
            <Panel title="The last hour and the next">
              <Timeline lanes={timeline} running={running} />
            </Panel>
          )}
        </div>
        <div className={classes['column']}>
          <RunningList runs={running} />
          <NextList next={next} hasRunner={hasRunner} />
          <Figures hours={hours} />
        </div>
      </div>
    </div>
  );
}

function Sentence({ overview: data }: { readonly overview: Overview }) {
  const zone = usePageZone();
  const stopped = useStopped();
  // Text changes only when a second changes it.
  const text = useOfNow((now) => {
    const { headline, rest } = overviewSentence(data, stopped, zone, now);
    return `${headline}\n${rest}`;
  });
  const [headline = '', rest = ''] = text.split('\n');
  const { tone } = overviewSentence(data, stopped, zone, 0);
  return (
    <section className={`zp-card ${classes['sentence']}`} data-tone={tone} aria-label="Summary">
      <p className={classes['headline']}>{headline}</p>
      <p>{rest}</p>
      {data.runners.active === null && data.runners.standby === 0 && (
        <p>
          Start a runner: <Code>npx zenpulse-runner --lock</Code>
        </p>
      )}
    </section>
  );
}
