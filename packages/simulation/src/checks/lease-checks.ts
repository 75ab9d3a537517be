import { LEASE_TRUST_MS } from '@zenpulse/core/ports';
import { described } from '../sim-runner.ts';
import type { Site } from '../site.ts';
import { violation, type Violation } from './violation.ts';

/** After all clocks were set forward, a successor may believe that the previous holder's time has passed. */
const STEP_WORKS_FOR_MS = 2 * LEASE_TRUST_MS;

/** Only the runner that acquired the lease last may start runs: the previous one's right to start must end before. */
export function checkLease({ plan, truth }: Site): Violation[] {
  if (plan.kind === 'solo') return [];
  const { acquisitions, stepsForward } = truth;
  let next = 0;
  let holder = '';
  return truth.starts.flatMap((start) => {
    for (let one = acquisitions[next]; one !== undefined && one.at < start.at; one = acquisitions[next]) {
      holder = one.runnerId;
      next += 1;
    }
    if (start.runnerId === holder) return [];
    if (acquisitions.some(({ at, runnerId }) => at === start.at && runnerId === start.runnerId)) return [];
    if (stepsForward.some((at) => at <= start.at && start.at - at <= STEP_WORKS_FOR_MS)) return [];
    return [
      violation(
        'two holders',
        `${described(start)} by ${start.runnerId} at ${start.at}, after ${holder} held it`,
      ),
    ];
  });
}
