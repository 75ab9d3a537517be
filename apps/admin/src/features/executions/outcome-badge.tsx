import type { Outcome } from '@zenpulse/core/domain';
import {
  IconCheck,
  IconClockOff,
  IconHourglassEmpty,
  IconPlayerSkipForward,
  IconPlugConnectedX,
  IconX,
} from '@tabler/icons-react';
import classes from './outcome-badge.module.css';
import { OUTCOME_WORDS } from './outcome-words.ts';

const ICONS = {
  success: IconCheck,
  fail: IconX,
  timeout: IconHourglassEmpty,
  interrupted: IconPlugConnectedX,
  missed: IconClockOff,
  skipped: IconPlayerSkipForward,
} as const;

/** An outcome as word, icon and colour; any two of them are enough. */
export function OutcomeBadge({ status }: { readonly status: Outcome }) {
  const Icon = ICONS[status];
  const { label, meaning } = OUTCOME_WORDS[status];
  return (
    <span className={classes['badge']} data-status={status} title={meaning}>
      <Icon size={13} stroke={2.4} aria-hidden />
      {label}
    </span>
  );
}
