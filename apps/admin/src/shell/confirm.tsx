import { lazy, Suspense, useEffect, useState } from 'react';
import type { ConfirmProps } from './confirm-dialog.tsx';

const Dialog = lazy(async () => ({
  default: await import('./confirm-dialog.tsx').then(
    ({ ConfirmDialog }) => ConfirmDialog,
    () => PlainQuestion,
  ),
}));

/** Asks for confirmation of an action. The dialog is loaded with the first question. */
export function Confirm(props: ConfirmProps) {
  const [wasOpen, setWasOpen] = useState(false);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  return <Suspense fallback={null}>{wasOpen && <Dialog {...props} />}</Suspense>;
}

/** The browser's own question, while the server does not answer with the dialog. */
function PlainQuestion({ isOpen, title, onConfirm, onCancel }: ConfirmProps) {
  useEffect(() => {
    if (!isOpen) return;
    if (window.confirm(title)) onConfirm();
    else onCancel();
  }, [isOpen, title, onConfirm, onCancel]);
  return null;
}
