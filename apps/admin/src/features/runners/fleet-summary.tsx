import type { InstallationInfo, RunnerList } from '@zenpulse/contract';
import { fleetWarnings } from '@zenpulse/core/domain';
import { Alert, Stack, Text } from '@mantine/core';
import { useNow } from '../../time/clock.ts';
import { relativeText } from '../../time/duration-text.ts';
import { ShortInstant } from '../../time/instant.tsx';
import { fleetSummary } from './fleet.ts';
import classes from './fleet-summary.module.css';

interface FleetSummaryProps {
  readonly runners: RunnerList;
  readonly info: InstallationInfo | undefined;
}

/** Which runner is active, which are on standby, and which problems there are. */
export function FleetSummary({ runners, info }: FleetSummaryProps) {
  const { tone, headline, since, others } = fleetSummary(runners);
  return (
    <Stack gap="sm" mb="md" component="section" aria-label="Active runner">
      <div className={`zp-card ${classes['summary']}`} data-tone={tone}>
        <span className={classes['headline']}>{headline}</span>
        {since !== null && <Since at={since} />}
        {others.map((text) => (
          <Text key={text} size="sm" c="dimmed">
            {text}
          </Text>
        ))}
      </div>
      {fleetWarnings(runners.items, info).map(({ code, message }) => (
        <Alert key={code} color="orange" p="sm" role="alert">
          {message}
        </Alert>
      ))}
    </Stack>
  );
}

function Since({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <Text size="sm" component="span">
      since <ShortInstant at={at} />{' '}
      <span className="zp-dimmed">({relativeText(Math.min(Date.parse(at), now), now)})</span>
    </Text>
  );
}
