import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../api/use-may.ts';
import { useStopped } from './use-stopped.ts';

const Dialog = lazy(async () => ({ default: (await import('./stop-dialog.tsx')).StopDialog }));

/** Stops all firing, after a question. While it is stopped, the banner has the way back. */
export function StopFiring() {
  const may = useMay();
  const [isAsking, setAsking] = useState(false);
  const [wasAsked, setWasAsked] = useState(false);
  const isStopped = useStopped()?.by === 'switch';
  const ask = () => {
    setWasAsked(true);
    setAsking(true);
  };
  return (
    <>
      {!isStopped && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} stroke={1.8} />}
          onClick={ask}
          {...may('admin')}
        >
          Stop all firing…
        </Button>
      )}
      <Suspense fallback={null}>
        {wasAsked && <Dialog isOpen={isAsking} onClose={() => setAsking(false)} />}
      </Suspense>
    </>
  );
}
