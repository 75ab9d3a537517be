import type { OccurrenceDto } from '@zenpulse/contract';
import { OutcomeBadge } from '../../executions/outcome-badge.tsx';
import classes from './fate-badge.module.css';
import { FATE_WORDS } from './fate-words.ts';

/** The badge of an occurrence's fate; for one that ran, was missed or skipped, the badge of its outcome. */
export function FateBadge({ fate, status }: Pick<OccurrenceDto, 'fate' | 'status'>) {
  const isOutcome = fate === 'ran' || fate === 'missed' || fate === 'skipped';
  if (isOutcome && status !== null) return <OutcomeBadge status={status} />;
  if (fate === 'ran') return null;
  const { label, tone } = FATE_WORDS[fate];
  return (
    <span className={classes['badge']} data-tone={tone}>
      {label}
    </span>
  );
}
