import type { FiringStopped } from '@zenpulse/contract';
import { Alert } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useOfNow } from '../../time/clock.ts';
import { BROWSER_ZONE } from '../../time/zone.ts';
import { ResumeFiring } from './resume-firing.tsx';
import { stoppedText } from './stopped-text.ts';

/** On every page while nothing fires. */
export function StoppedBanner({ stopped }: { readonly stopped: FiringStopped }) {
  const text = useOfNow((now) => stoppedText(stopped, BROWSER_ZONE, now));
  return (
    <Alert
      variant="filled"
      color="red"
      mb="md"
      role="status"
      icon={<IconPlayerPause />}
      title="All firing is stopped"
    >
      {text} No schedule starts runs; runs by hand work.
      {stopped.by === 'switch' && <ResumeFiring />}
    </Alert>
  );
}
