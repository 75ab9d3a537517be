import { isAlive, type Backend } from '@zenpulse/core/ports';

/** Whether somebody is there to do what is asked for. */
export async function hasLivingRunner({
  runners,
  clock,
}: Pick<Backend, 'runners' | 'clock'>): Promise<boolean> {
  return (await runners.list()).some((runner) => isAlive(runner, clock.now()));
}
