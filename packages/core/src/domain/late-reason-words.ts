import type { LateReason } from './lateness.ts';

/** The reason for a late run in a few words; an unknown one, from a newer release, is returned unchanged. */
export function lateReasonWords(reason: LateReason): string {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason] : reason;
}

const WORDS: Readonly<Record<LateReason, string>> = {
  queue: 'it waited for a free place',
  'blocked-loop': 'a job blocked the event loop',
  standstill: 'the runner’s process was stopped or got no CPU time',
  'catch-up': 'no runner was active when it was due',
  takeover: 'the runner had to take over first',
  lease: 'the runner could not renew its lease',
  'late-sync': 'its schedule reached the runner late',
  clock: 'the clock was set forward, or the machine slept',
  unknown: 'the cause is not known',
};
