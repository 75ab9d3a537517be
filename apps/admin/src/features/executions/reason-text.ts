import type { ExecutionDto } from '@zenpulse/contract';
import type { Reason } from '@zenpulse/core/domain';

/** Why a run did not happen as planned, in a sentence; null when there is nothing to explain. */
export function reasonText({ reason, status }: Pick<ExecutionDto, 'reason' | 'status'>): string | null {
  if (reason === null) return null;
  if (reason === 'cancelled') return CANCELLED[status === 'interrupted' ? 'running' : 'waiting'];
  return Object.hasOwn(SENTENCES, reason) ? SENTENCES[reason] : `${status}: ${reason}`;
}

const CANCELLED = {
  running: 'Cancelled by hand. It was told to stop, and may have done some of its work, all of it, or none.',
  waiting: 'It was given up while it waited: somebody cancelled it, or disabled or deleted its schedule.',
};

/** A reason that only a newer runner knows is shown as it is. */
const SENTENCES: Readonly<Record<Exclude<Reason, 'cancelled'>, string>> = {
  grace: 'Missed: it could not start within its grace time.',
  down: 'Missed: no runner was there to start it in time.',
  ambiguous:
    'Missed: the runner died or lost its lease, and nobody can tell whether it had started. Its schedule says not to risk a second run.',
  'runner-died': 'The runner’s process died under it, or before it could start it.',
  superseded: 'Missed: the schedule’s next occurrence started while the retry still waited.',
  'chain-limit': 'Missed: more occurrences had piled up than a chain holds, so the oldest were dropped.',
  'max-instances': 'Skipped: all its instances were busy when it was due.',
  'runner-full':
    'Skipped: the runner was full, and all its instances were waiting for a place. --concurrency sets the number of places.',
  unclaimed: 'Missed: no runner took the request in time.',
  'unknown-job': 'The runner has no job registered under this key.',
  damaged: 'The row of its schedule breaks a rule, so it cannot run until that is repaired.',
  'runner-stopped': 'The runner stopped before it could start or end.',
};

/** "stands for 5 occurrences", when it does. */
export function coalescedText(coalescedCount: number): string | null {
  return coalescedCount > 1 ? `Stands for ${coalescedCount} occurrences that were due together.` : null;
}
