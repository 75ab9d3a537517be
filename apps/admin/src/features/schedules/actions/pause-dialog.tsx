import { now } from '../../../time/clock.ts';
import { pausePresets } from './pause-presets.ts';
import { WhenDialog } from './when-dialog.tsx';

export interface PauseDialogProps {
  /** "Pause mail.send", "Pause 12 schedules" */
  readonly title: string;
  /** In which the end is typed. */
  readonly zone: string;
  /** The pause that it is in, which is changed; `until` in ISO. */
  readonly current?: { readonly until: string; readonly reason: string | null };
  readonly onPause: (until: string, reason: string) => void;
  readonly onClose: () => void;
}

/** Asks until when, and why. */
export function PauseDialog({ title, zone, current, onPause, onClose }: PauseDialogProps) {
  const presets = pausePresets(now(), zone);
  return (
    <WhenDialog
      title={title}
      lead="Nothing runs until then, and what is due meanwhile is not made up for. It resumes by itself."
      label="Until"
      zone={zone}
      initialAt={current === undefined ? (presets[0]?.at ?? now()) : Date.parse(current.until)}
      initialReason={current?.reason ?? null}
      presets={presets}
      verb="Resumes"
      action="Pause"
      onAnswer={onPause}
      onClose={onClose}
    />
  );
}
