import type { Reason } from '@zenpulse/core/domain';

/**
 * Why a run did not happen as planned, in a few words; an unknown reason, from a newer runner, is returned unchanged.
 */
export function reasonWords(reason: Reason): string {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason] : reason;
}

const WORDS: Readonly<Record<Reason, string>> = {
  grace: 'too late to start',
  down: 'no runner was active to start it in time',
  ambiguous: 'not known whether it had started',
  'runner-died': 'its runner died',
  superseded: 'replaced by the next occurrence',
  'chain-limit': 'too many overdue runs had piled up',
  'max-instances': 'all instances busy',
  'runner-full': 'all instances waited for a place in the runner (--concurrency)',
  unclaimed: 'no runner picked it up within a minute',
  'unknown-job': 'job not registered',
  'wrong-params': 'params do not fit the job',
  damaged: 'its schedule is damaged',
  cancelled: 'cancelled manually or with its schedule',
  'runner-stopped': 'the runner stopped',
};
