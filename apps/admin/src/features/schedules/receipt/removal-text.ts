import type { RunnerList } from '@zenpulse/contract';

/**
 * The text once the active runners have applied the store's revision `wanted`, in which a schedule is deleted; null
 * until then.
 */
export function removalText({ items }: Pick<RunnerList, 'items'>, wanted: number): string | null {
  const firing = items.filter(({ isAlive, state }) => isAlive && state === 'active');
  if (firing.length === 0) return 'No runner is active at the moment, so nothing runs.';
  const behind = firing.filter(({ revision }) => revision === null || revision < wanted);
  const [first] = firing;
  if (behind.length > 0 || first === undefined) return null;
  return `The runner on ${first.hostname} no longer starts it.`;
}
