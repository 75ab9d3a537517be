import type { ExecutionDto } from '@zenpulse/contract';
import type { Reason } from '@zenpulse/core/domain';

/** Why a run did not happen as planned, in a sentence; null if there is nothing to explain. */
export function reasonText({ reason, status }: Pick<ExecutionDto, 'reason' | 'status'>): string | null {
  if (reason === null) return null;
  if (reason === 'cancelled') return CANCELLED[status === 'interrupted' ? 'running' : 'waiting'];
  return Object.hasOwn(SENTENCES, reason) ? SENTENCES[reason] : `${status}: ${reason}`;
}

const CANCELLED = {
  running:
    'Cancelled manually. It was asked to stop, and may have done some of its work, all of it, or none.',
  waiting: 'Cancelled while it waited: the run was cancelled, or its schedule was disabled or deleted.',
};

/** An unknown reason, from a newer runner, is shown unchanged. */
const SENTENCES: Readonly<Record<Exclude<Reason, 'cancelled'>, string>> = {
  grace: 'Missed: it could not start within the time allowed after it was due.',
  down: 'Missed: no runner was active to start it in time.',
  ambiguous:
    'Missed: the runner crashed or lost its lease, and it is not known whether the run had started. The schedule is set to skip such a run.',
  'runner-died': 'The runner’s process ended during the run, or before it could start.',
  superseded: 'Missed: the schedule’s next run started while the retry was still waiting.',
  'chain-limit': 'Missed: too many overdue runs had piled up, so the oldest were dropped.',
  'max-instances': 'Skipped: all its instances were busy when it was due.',
  'runner-full':
    'Skipped: the runner was full, and all its instances were waiting for a place. --concurrency sets the number of places.',
  unclaimed: 'Missed: no runner picked up the request within a minute.',
  'unknown-job': 'The runner has no job registered under this key.',
  'wrong-params': 'Not started: its params do not fit what the job declares.',
  damaged: 'Its schedule is damaged and cannot run until it is repaired.',
  'runner-stopped': 'The runner stopped before the run could start or end.',
};

/** "Stands for 5 occurrences that were due together."; null for a single occurrence. */
export function coalescedText(coalescedCount: number): string | null {
  return coalescedCount > 1 ? `Stands for ${coalescedCount} occurrences that were due together.` : null;
}
