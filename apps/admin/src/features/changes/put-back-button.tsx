import { Button } from '@mantine/core';
import { roleToPutBack } from '@zenpulse/contract/roles';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../api/use-may.ts';
import { scheduleName } from '../schedules/schedule-name.ts';
import { mayComeBack } from './action-words.ts';
import type { ListedChange } from './change-columns.tsx';

const Dialog = lazy(async () => ({ default: (await import('./put-back-dialog.tsx')).PutBackDialog }));

/** Puts a change back, after a question. Nothing where there is nothing to put back. */
export function PutBackButton({ change }: { readonly change: ListedChange }) {
  const may = useMay();
  const [isAsking, setAsking] = useState(false);
  // A dialog for each question; it stays when it is closed, so that the focus returns to the button.
  const [asked, setAsked] = useState(0);
  const ask = () => {
    setAsked(asked + 1);
    setAsking(true);
  };
  if (!mayComeBack(change)) return null;
  const name = scheduleName({ jobKey: change.jobKey ?? '', variant: change.variant ?? '' });
  return (
    <>
      {change.isPutBack ? (
        <span className="zp-dimmed">put back since</span>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          onClick={ask}
          aria-label={`Put back: ${name}`}
          {...may(roleToPutBack(change))}
        >
          Put back
        </Button>
      )}
      <Suspense fallback={null}>
        {asked > 0 && (
          <Dialog key={asked} change={change} isOpen={isAsking} onClose={() => setAsking(false)} />
        )}
      </Suspense>
    </>
  );
}
