import { isAlive, type Backend } from '@zenpulse/core/ports';

/** True if a living runner can carry out a request. */
export async function hasLivingRunner({
  runners,
  clock,
}: Pick<Backend, 'runners' | 'clock'>): Promise<boolean> {
  return (await runners.list()).some((runner) => isAlive(runner, clock.now()));
}
