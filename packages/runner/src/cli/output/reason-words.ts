import type { Reason } from '@zenpulse/core/domain';

/** Why a run did not happen as planned, in a few words; one that only a newer runner knows stays as it is. */
export function reasonWords(reason: Reason): string {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason] : reason;
}

const WORDS: Readonly<Record<Reason, string>> = {
  grace: 'later than its grace time',
  down: 'no runner was there to start it in time',
  ambiguous: 'nobody can tell whether it had started',
  'runner-died': 'its runner died',
  superseded: 'given up for the next occurrence',
  'chain-limit': 'more had piled up than a chain holds',
  'max-instances': 'all instances busy',
  'runner-full': 'all instances waited for a place in the runner (--concurrency)',
  unclaimed: 'no runner took it within a minute',
  'unknown-job': 'no job under this key',
  damaged: 'its row breaks a rule',
  cancelled: 'cancelled by hand or with its schedule',
  'runner-stopped': 'the runner stopped',
};
