import type { RunnerList } from '@zenpulse/contract';

/** Who has applied the store's revision `wanted`, by which a schedule is gone; null while a runner has still to. */
export function removalText({ items }: Pick<RunnerList, 'items'>, wanted: number): string | null {
  const firing = items.filter(({ isAlive, state }) => isAlive && state === 'active');
  if (firing.length === 0) return 'No runner fires at the moment, so nothing runs.';
  const behind = firing.filter(({ revision }) => revision === null || revision < wanted);
  const [first] = firing;
  if (behind.length > 0 || first === undefined) return null;
  return `The runner on ${first.hostname} starts no run of it any more.`;
}
