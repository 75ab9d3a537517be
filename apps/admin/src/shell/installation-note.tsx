import { Box, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { installationInfo, runnerList } from '../api/installation.ts';
import classes from './installation-note.module.css';

/** At the foot of the navigation: how many runners fire, and which database this is. */
export function InstallationNote() {
  const { data: info } = useQuery(installationInfo);
  const { data: runners } = useQuery(runnerList);
  const alive = runners?.items.filter((runner) => runner.isAlive).length ?? 0;
  if (!info) return null;
  return (
    <Box className={classes['note']}>
      <Text size="xs" fw={550}>
        <span className={classes['pulse']} data-alive={alive > 0} aria-hidden />
        {alive === 0 ? 'No runner' : alive === 1 ? '1 runner' : `${alive} runners`}
      </Text>
      <Tooltip label={info.database} multiline maw={420} position="right">
        <Text size="xs" c="dimmed" truncate="start">
          {info.database}
        </Text>
      </Tooltip>
      <Text size="xs" c="dimmed">
        {info.timezone} · v{info.version}
      </Text>
    </Box>
  );
}
