import type { QueryClient } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import { failureMessage } from '../../../api/api-error.ts';
import { notify, notifyFailure } from '../../../shell/notify.tsx';
import type { Acted } from './act-in-steps.ts';
import { alreadyText, doneText, refusedText } from './action-words.ts';
import { notifyRefused } from './notify-refused.tsx';
import { undoChanges } from './undo-changes.ts';
import { Undo, UNDO_MS } from './undo.tsx';
import type { Asked } from './use-act-on-many.ts';

interface ActedOn {
  readonly client: QueryClient;
  readonly acted: Acted;
  readonly asked: Asked;
  /** The end of a pause in words. */
  readonly until: string;
  readonly nameOf: (id: string) => string;
}

/** Says what an action did, with Undo where that is possible, what it refused, and why it ended early. */
export function notifyActed({ client, acted, asked, until, nameOf }: ActedOn): void {
  const { changed, refused, changeIds, reached, error } = acted;
  const { action, count } = asked;
  const already = alreadyText(action, reached - changed - refused.length);
  const notificationId = `acted ${changeIds.join(' ')}`;
  const onUndo = () => undoChanges({ client, changeIds, nameOf, notificationId });
  if (changed > 0) {
    notify({
      id: notificationId,
      title: doneText(action, changed, until),
      icon: <IconCheck size={18} />,
      autoClose: UNDO_MS,
      message:
        action === 'run' ? 'Their results appear in the list.' : <Undo onUndo={onUndo}>{already}</Undo>,
    });
  } else if (refused.length === 0) {
    notify({ title: 'Nothing to change', message: already, icon: <IconCheck size={18} /> });
  }
  notifyRefused(refusedText(action, refused.length), refused, nameOf);
  if (error !== null) {
    const left = (count - reached).toLocaleString('en-GB');
    notifyFailure('It ended early', new Error(`${failureMessage(error)} ${left} are left as they were.`));
  }
}
