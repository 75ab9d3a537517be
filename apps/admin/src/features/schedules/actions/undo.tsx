import { Button, Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';

/** So long something can be undone: a pointer or the focus on the notification stops the time. */
export const UNDO_MS = 10_000;

interface UndoProps {
  /** Reports how it went. */
  readonly onUndo: () => Promise<void>;
  readonly children?: ReactNode;
}

/** What a notification says, with a button that puts back what was done. */
export function Undo({ onUndo, children }: UndoProps) {
  const [isBusy, setBusy] = useState(false);
  return (
    <>
      {children}
      <Group mt={6}>
        <Button
          size="compact-sm"
          variant="light"
          loading={isBusy}
          data-shortcut="undo"
          onClick={() => {
            setBusy(true);
            void onUndo().finally(() => setBusy(false));
          }}
        >
          Undo
        </Button>
      </Group>
    </>
  );
}
