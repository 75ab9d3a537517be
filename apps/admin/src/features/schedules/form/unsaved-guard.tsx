import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { Confirm } from '../../../shell/confirm.tsx';

/** Asks before a page with unsaved changes is left. `mayLose` is called at that moment. */
export function UnsavedGuard({ mayLose }: { readonly mayLose: () => boolean }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => mayLose() && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (mayLose()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [mayLose]);
  return (
    <Confirm
      isOpen={blocker.state === 'blocked'}
      title="Leave without saving?"
      action="Leave"
      isBusy={false}
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      Your changes on this page have not been saved.
    </Confirm>
  );
}
