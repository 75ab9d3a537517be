import type { Outcome } from '@zenpulse/core/domain';

/** The label and the meaning of each outcome. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly label: string; readonly meaning: string }>> =
  {
    success: { label: 'Success', meaning: 'Completed.' },
    fail: { label: 'Failed', meaning: 'The job threw an error.' },
    timeout: { label: 'Timed out', meaning: 'It ran longer than its timeout.' },
    interrupted: { label: 'Interrupted', meaning: 'It was cancelled, or its process ended, while it ran.' },
    missed: { label: 'Missed', meaning: 'It could not start in time.' },
    skipped: { label: 'Skipped', meaning: 'All its instances were busy when it was due.' },
  };
