import type { BlackoutDto } from '@zenpulse/contract';
import { lazy, Suspense, useState, type ReactNode } from 'react';

const Dialog = lazy(async () => ({ default: (await import('./blackout-dialog.tsx')).BlackoutDialog }));

interface EditBlackoutProps {
  /** Null: a new one. */
  readonly window: BlackoutDto | null;
  /** Names that a new one cannot have. */
  readonly taken: readonly string[];
  readonly button: (open: () => void) => ReactNode;
}

/** A button, and the form that it opens. The form is loaded with the first one. */
export function EditBlackout({ window, taken, button }: EditBlackoutProps) {
  const [isOpen, setOpen] = useState(false);
  // A form for each time; it stays when it is closed, so that the focus returns to the button.
  const [opened, setOpened] = useState(0);
  const open = () => {
    setOpened(opened + 1);
    setOpen(true);
  };
  return (
    <>
      {button(open)}
      <Suspense fallback={null}>
        {opened > 0 && (
          <Dialog key={opened} window={window} taken={taken} isOpen={isOpen} onClose={() => setOpen(false)} />
        )}
      </Suspense>
    </>
  );
}
