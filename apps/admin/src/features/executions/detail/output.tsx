import { Button, Group, Text, Title, VisuallyHidden } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { use, useEffect, useState } from 'react';
import { onOutput } from '../../../api/output-events.ts';
import { runOutput, type SeenOutput } from '../../../api/outputs.ts';
import { scheduleDetail } from '../../../api/schedules.ts';
import { PollerContext } from '../../../api/use-polling.ts';
import { SearchField } from '../../../table/search-field.tsx';
import { useNow } from '../../../time/clock.ts';
import { elapsedOf } from '../../overview/elapsed.ts';
import { OutputLines } from './output-lines.tsx';
import { progressText, shareOf } from '../../runs/progress-text.ts';
import { countText, foundLines } from './output-text.ts';
import classes from './output.module.css';

interface OutputProps {
  readonly run: { readonly runId: string; readonly scheduleId: string; readonly startedAt: string };
}

/** What a running job writes, as it comes, and how far it says it is. Stays as it was when the run has ended. */
export function Output({ run }: OutputProps) {
  const output = useOutput(run.runId);
  const [search, setSearch] = useState('');
  const [isFollowing, setFollowing] = useState(true);
  const lines = output?.lines ?? [];
  const found = foundLines(lines, search);
  const hasEnded = output !== undefined && !output.isRunning && !output.isWaiting;
  return (
    <section className={`zp-card ${classes['block']}`}>
      <Group justify="space-between">
        <Title order={2}>Output</Title>
        <Group gap="xs">
          {lines.length > 0 && <SearchField label="Search the output" value={search} onChange={setSearch} />}
          {!isFollowing && !hasEnded && (
            <Button variant="default" onClick={() => setFollowing(true)}>
              Jump to the newest line
            </Button>
          )}
        </Group>
      </Group>
      {!hasEnded && <HowFar run={run} progress={output?.progress ?? null} />}
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {hasEnded ? 'The job wrote nothing.' : 'The job has written nothing yet.'}
        </Text>
      ) : (
        <>
          <OutputLines lines={found} isFollowing={isFollowing && !hasEnded} onFollow={setFollowing} />
          <Text size="sm" c="dimmed">
            {countText(found.length, lines.length, output?.cut ?? 0)}
          </Text>
        </>
      )}
      <VisuallyHidden role="status">{hasEnded ? 'The run has ended.' : ''}</VisuallyHidden>
    </section>
  );
}

/** Fetched after each event, or every second without events. */
function useOutput(runId: string): SeenOutput | undefined {
  const client = useQueryClient();
  const poller = use(PollerContext);
  const query = runOutput(runId, poller.isLive);
  const { data } = useQuery(query);
  const isOpen = data === undefined || data.isRunning || data.isWaiting;
  useEffect(() => {
    if (!isOpen) return undefined;
    return onOutput(() => void client.refetchQueries({ queryKey: ['output', runId] }));
  }, [client, runId, isOpen]);
  return data;
}

interface HowFarProps extends OutputProps {
  readonly progress: SeenOutput['progress'];
}

/** Progress as the job says it; else the elapsed time against the usual duration. */
function HowFar({ run, progress }: HowFarProps) {
  const { data: schedule } = useQuery(scheduleDetail(run.scheduleId));
  const elapsed = elapsedOf(run.startedAt, schedule?.typicalMs ?? null, useNow());
  const said = progressText(progress);
  const share = said === null ? elapsed.share : shareOf(progress);
  return (
    <div className={classes['progress']}>
      {share !== null && <progress value={share} aria-label={said === null ? 'Elapsed time' : 'Progress'} />}
      <span>
        {said !== null && `${said}, `}
        {elapsed.text}
      </span>
    </div>
  );
}
