import { lazy, Suspense } from 'react';
import type { PauseDialogProps } from './pause-dialog.tsx';

const Dialog = lazy(async () => ({ default: (await import('./pause-dialog.tsx')).PauseDialog }));

/** Asks until when to pause, and why. The dialog is loaded with the first question. */
export function PauseUntil({ isOpen, ...props }: PauseDialogProps & { readonly isOpen: boolean }) {
  return <Suspense fallback={null}>{isOpen && <Dialog {...props} />}</Suspense>;
}
