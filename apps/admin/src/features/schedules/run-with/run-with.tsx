import { lazy, Suspense } from 'react';
import type { RunWithProps } from './run-with-dialog.tsx';

const Dialog = lazy(async () => ({ default: (await import('./run-with-dialog.tsx')).RunWithDialog }));

/** Asks for the params of one run. The form and the rules that check it are loaded with the first one. */
export function RunWith({ isOpen, ...props }: RunWithProps & { readonly isOpen: boolean }) {
  return <Suspense fallback={null}>{isOpen && <Dialog {...props} />}</Suspense>;
}
