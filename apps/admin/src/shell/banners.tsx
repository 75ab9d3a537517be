import { Alert, Code, Loader, VisuallyHidden } from '@mantine/core';
import { IconHourglass, IconPlayerPause } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useIsAt } from '../router/hooks.ts';
import { useNextTry, useConnection, type Connection } from '../api/connection.ts';
import { useStopped } from '../features/firing/use-stopped.ts';
import { useFleetState } from '../features/runners/use-fleet-state.ts';
import { useNow } from '../time/clock.ts';
import { useDataAge } from './data-age.ts';

// Loaded while firing is stopped, which is rare.
const StoppedBanner = lazy(async () => ({
  default: (await import('../features/firing/stopped-banner.tsx')).StoppedBanner,
}));

/** Messages for every page: the server is unavailable or limits requests, nothing fires, or no runner is active. */
export function Banners() {
  const connection = useConnection();
  const stopped = useStopped();
  if (connection.kind === 'lost' || connection.kind === 'limited') {
    return <Interruption connection={connection} />;
  }
  return (
    <>
      {stopped !== null && (
        <Suspense fallback={null}>
          <StoppedBanner stopped={stopped} />
        </Suspense>
      )}
      <NoRunner />
    </>
  );
}

function NoRunner() {
  const fleet = useFleetState();
  const isOverview = useIsAt('/'); // it reports this itself
  if (isOverview) return null;
  if (fleet === 'none') {
    return (
      <Alert color="yellow" mb="md" role="status" icon={<IconPlayerPause />} title="No active runner">
        Schedules are kept, but nothing runs. Start a runner: <Code>npx zenpulse-runner --lock</Code>
      </Alert>
    );
  }
  if (fleet === 'standby') {
    return (
      <Alert color="yellow" mb="md" role="status" icon={<IconPlayerPause />} title="No active runner">
        Every runner is on standby and waits for the lock. Nothing runs until one gets it.
      </Alert>
    );
  }
  return null;
}

interface InterruptionProps {
  readonly connection: Extract<Connection, { readonly kind: 'lost' | 'limited' }>;
}

/** The countdown is in an element that screen readers do not repeat. */
function Interruption({ connection }: InterruptionProps) {
  const isLost = connection.kind === 'lost';
  const title = isLost ? 'The application cannot be reached' : 'The server limits requests (429)';
  const now = useNow();
  const nextTry = useNextTry();
  const age = useDataAge();
  const seconds = nextTry === null ? 0 : Math.ceil((nextTry - Date.now()) / 1_000);
  const again = seconds > 0 && now > 0 ? `trying again in ${seconds} s` : 'trying again now';
  return (
    <>
      <VisuallyHidden role="status">{title}</VisuallyHidden>
      <Alert
        color="orange"
        mb="md"
        icon={isLost ? <Loader size={18} color="orange" /> : <IconHourglass />}
        title={`${title}; ${again}`}
      >
        {isLost && `${connection.message} `}
        {age !== null && `The data below is from ${age}. `}
        Nothing you have typed is lost.
      </Alert>
    </>
  );
}
