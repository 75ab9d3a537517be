import type { ScheduleItem } from '@zenpulse/contract';

interface StateWords {
  readonly label: string;
  readonly meaning: string;
  /** The outcome with the same colour. */
  readonly tone: 'success' | 'fail' | 'timeout' | 'missed' | 'skipped';
}

/** The label and the meaning of each state. */
export const STATE_WORDS: Readonly<Record<ScheduleItem['state'], StateWords>> = {
  damaged: {
    label: 'Damaged',
    meaning: 'A value of its row breaks a rule. It does not run until it is repaired.',
    tone: 'fail',
  },
  unregistered: {
    label: 'Not registered',
    meaning: 'No runner has this job registered. The schedule is kept, but does not run.',
    tone: 'timeout',
  },
  disabled: { label: 'Disabled', meaning: 'It is kept, and does not run.', tone: 'skipped' },
  paused: {
    label: 'Paused',
    meaning: 'It does not run until the pause ends, and then by itself.',
    tone: 'skipped',
  },
  running: { label: 'Running', meaning: 'It runs now.', tone: 'success' },
  retrying: {
    label: 'Retrying',
    meaning: 'Its last run failed, and another attempt will follow.',
    tone: 'timeout',
  },
  failing: { label: 'Failing', meaning: 'Its last run failed.', tone: 'fail' },
  missed: { label: 'Missed', meaning: 'A run was missed, and none has started since.', tone: 'missed' },
  'never-ran': { label: 'Never ran', meaning: 'No run of it has ended yet.', tone: 'skipped' },
  ok: { label: 'OK', meaning: 'Its last run did not fail, and none was missed since.', tone: 'success' },
};
