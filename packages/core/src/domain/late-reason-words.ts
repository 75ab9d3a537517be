import type { LateReason } from './lateness.ts';

/** Why a run was late, in a few words; a reason that only a newer release knows stays as it is. */
export function lateReasonWords(reason: LateReason): string {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason] : reason;
}

const WORDS: Readonly<Record<LateReason, string>> = {
  queue: 'it waited for a free place',
  'blocked-loop': 'a job blocked the event loop',
  standstill: 'the runner stood still',
  'catch-up': 'no runner ran when it was due',
  takeover: 'its runner had to take over first',
  lease: 'the runner could not renew its lease',
  'late-sync': 'its schedule reached the runner late',
  clock: 'the clock went forward, or the machine slept',
  unknown: 'nobody knows why',
};
