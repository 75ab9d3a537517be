import type { ScheduleItem } from '@zenpulse/contract';
import { isTimeZone } from '@zenpulse/core/domain';
import { failureMessage } from '../../../api/api-error.ts';
import { now } from '../../../time/clock.ts';
import { clockText, offsetText } from '../../../time/instant-text.ts';
import { useShownZone } from '../../../time/zone.ts';
import { WhenDialog } from '../actions/when-dialog.tsx';
import { scheduleName } from '../schedule-name.ts';
import { useChangeRun } from './use-change-run.ts';

/** A run to be moved (`at` in ISO), or one more to be planned. */
export type TimeAsked =
  { readonly kind: 'move'; readonly at: string } | { readonly kind: 'run'; readonly at: null };

interface RunTimeDialogProps {
  readonly item: ScheduleItem;
  readonly asked: TimeAsked;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;

/** Asks when a run is to be instead, or when one more is to be. */
export function RunTimeDialog({ item, asked, onClose }: RunTimeDialogProps) {
  const changing = useChangeRun(item);
  const zone = useShownZone(isTimeZone(item.timezone) ? item.timezone : 'UTC');
  const name = scheduleName(item);
  const isMove = asked.kind === 'move';
  const from = isMove ? Date.parse(asked.at) : now();
  const fromText = `${clockText(from, zone, now())} ${offsetText(from, zone)}`;
  return (
    <WhenDialog
      title={isMove ? `Move the run of ${name} at ${fromText}` : `Run ${name} once`}
      lead={
        isMove
          ? 'It runs at this time instead, earlier or later. The runs after it stay.'
          : 'One run more, at a time that its schedule does not have. It gets the parameters of the schedule.'
      }
      label="Run at"
      zone={zone}
      initialAt={from + HOUR_MS}
      verb="Runs"
      action={isMove ? 'Move' : 'Plan the run'}
      isBusy={changing.isPending}
      error={changing.error === null ? undefined : failureMessage(changing.error)}
      onAnswer={(at, reason) =>
        changing.mutate(
          isMove ? { kind: 'move', at: asked.at, to: at, reason } : { kind: 'run', at, reason },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    />
  );
}
