import type { ExecutionItem, ScheduleItem } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../../router/link.tsx';
import { recentExecutions } from '../../../api/executions.ts';
import { useOfNow } from '../../../time/clock.ts';
import { OfNow } from '../../../time/instant.tsx';
import { usePageZone } from '../../../time/zone.ts';
import { executionPath } from '../../executions/execution-path.ts';
import { useFleetState } from '../../runners/use-fleet-state.ts';
import { comingRun } from '../coming-run.ts';
import { LATEST } from './latest-executions.ts';
import { endText, nextSentence } from './schedule-sentence.ts';

/** When it runs next, how the last run ended, and with which error. */
export function ScheduleLead({ item }: { readonly item: ScheduleItem }) {
  const zone = usePageZone();
  const fleet = useFleetState();
  const hasRunner = fleet !== 'none' && fleet !== 'standby';
  const next = useOfNow((now) => nextSentence(item, comingRun(item, now), hasRunner, zone, now));
  return (
    <p style={{ margin: '4px 0 0' }}>
      {next} <LastOne item={item} />
    </p>
  );
}

function LastOne({ item }: { readonly item: ScheduleItem }) {
  const { data } = useQuery(recentExecutions(item.id, LATEST));
  const run = item.lastRun;
  if (run === null) return <>It has never run.</>;
  const execution = data?.items.find(({ id }) => id === run.runId);
  const attempts = item.recent?.findLast(({ scheduledAt }) => scheduledAt === run.scheduledAt)?.attempts ?? 1;
  const text = <OfNow read={(now) => endText(run.status, Date.parse(run.runTime), attempts, now)} />;
  const error = errorText(execution);
  return (
    <>
      The last one{' '}
      {execution === undefined ? (
        text
      ) : (
        <Anchor component={Link} to={executionPath(run.runId)} size="sm" underline="always">
          {text}
        </Anchor>
      )}
      {error === '' ? '.' : `: ${error}`}
    </>
  );
}

const SHOWN = 200;

function errorText(execution: ExecutionItem | undefined): string {
  const [line = ''] = visibleText(execution?.exceptionMessage ?? '').split('\n');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
