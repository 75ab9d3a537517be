import { Box, Text, Tooltip } from '@mantine/core';
import { firingOf, visibleText } from '@zenpulse/core/domain';
import { useQuery } from '@tanstack/react-query';
import { useMatch } from 'react-router';
import { installationInfo, runnerList } from '../api/installation.ts';
import { usePolling } from '../api/use-polling.ts';
import { Freshness } from './freshness.tsx';
import classes from './installation-note.module.css';

const RUNNERS_MS = 20_000;
const INFO_MS = 300_000;

/** At the end of the navigation: whether a runner is active, how fresh the page is, and which database is used. */
export function InstallationNote() {
  const { data: info } = useQuery(installationInfo);
  const { data: runners } = useQuery(runnerList);
  usePolling(installationInfo.queryKey, INFO_MS);
  // The overview has the runners in its own answer.
  const isOverview = useMatch('/') !== null;
  usePolling(runnerList.queryKey, isOverview ? RUNNERS_MS * 3 : RUNNERS_MS);
  const active = runners === undefined ? 0 : firingOf(runners.items).length;
  if (!info) return null;
  return (
    <Box className={classes['note']}>
      <Text size="xs" fw={550}>
        <span className={classes['dot']} data-alive={active > 0} aria-hidden />
        {active === 0 ? 'No active runner' : active === 1 ? '1 active runner' : `${active} active runners`}
      </Text>
      <Freshness />
      <Tooltip label={info.database} multiline maw={420} position="right">
        <Text size="xs" c="dimmed" truncate="start">
          {info.database}
        </Text>
      </Tooltip>
      <Text size="xs" c="dimmed">
        {info.timezone} · v{info.version}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {visibleText(info.actor.name ?? 'You')}: {info.isReadOnly ? 'viewer, read-only' : info.actor.role}
      </Text>
    </Box>
  );
}
