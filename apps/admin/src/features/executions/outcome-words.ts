import type { Outcome } from '@zenpulse/core/domain';

/** What each outcome is called, and what it means. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly label: string; readonly meaning: string }>> =
  {
    success: { label: 'Success', meaning: 'It ran to its end.' },
    fail: { label: 'Failed', meaning: 'The job threw an error.' },
    timeout: { label: 'Timed out', meaning: 'It ran longer than its timeout allows.' },
    interrupted: { label: 'Interrupted', meaning: 'The process ended, or it was cancelled, while it ran.' },
    missed: { label: 'Missed', meaning: 'It could not start in time.' },
    skipped: { label: 'Skipped', meaning: 'It was due while all its instances were busy.' },
  };
