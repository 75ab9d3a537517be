import { useEffect } from 'react';
import { useGuard } from '../../../router/hooks.ts';
import { Confirm } from '../../../shell/confirm.tsx';

/** Asks before a page with unsaved changes is left. `mayLose` is called at that moment. */
export function UnsavedGuard({ mayLose }: { readonly mayLose: () => boolean }) {
  const blocked = useGuard(() => !mayLose());
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (mayLose()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [mayLose]);
  return (
    <Confirm
      isOpen={blocked !== null}
      title="Leave without saving?"
      action="Leave"
      isBusy={false}
      onConfirm={() => blocked?.proceed()}
      onCancel={() => blocked?.stay()}
    >
      Your changes on this page have not been saved.
    </Confirm>
  );
}
