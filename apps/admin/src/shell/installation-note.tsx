import { Box, Text } from '@mantine/core';
import { firingOf, visibleText } from '@zenpulse/core/domain';
import { useQuery } from '@tanstack/react-query';
import { useIsAt } from '../router/hooks.ts';
import { installationInfo, runnerList } from '../api/installation.ts';
import { usePolling } from '../api/use-polling.ts';
import { Freshness } from './freshness.tsx';
import classes from './installation-note.module.css';
import { Tip } from './tip.tsx';

const RUNNERS_MS = 20_000;
/** Whether firing is stopped is seen at once with the server's events, and without them within this time. */
const INFO_MS = 60_000;

/** At the end of the navigation: whether a runner is active, how fresh the page is, and which database is used. */
export function InstallationNote() {
  const { data: info } = useQuery(installationInfo);
  const { data: runners } = useQuery(runnerList);
  usePolling(installationInfo.queryKey, INFO_MS);
  // The overview has the runners in its own answer.
  const isOverview = useIsAt('/');
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
      <Tip label={info.database}>
        <Text size="xs" c="dimmed" truncate="start">
          {info.database}
        </Text>
      </Tip>
      <Text size="xs" c="dimmed">
        {info.timezone} · v{info.version}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {visibleText(info.actor.name ?? 'You')}: {info.isReadOnly ? 'viewer, read-only' : info.actor.role}
      </Text>
    </Box>
  );
}
