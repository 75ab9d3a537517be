import type { Overview } from '@zenpulse/contract';
import { toIso, toIsoOrNull } from '@zenpulse/core/domain';
import { isAlive, type SeenRunner } from '@zenpulse/core/ports';
import type { Installation } from '../installation.ts';
import type { Overdue } from '../known/overdue.ts';

const NOTHING: Overdue = { due: 0, wouldRun: 0, wouldMiss: 0 };

export function runnersInShort(runners: readonly SeenRunner[], now: number): Overview['runners'] {
  const living = runners.filter((runner) => isAlive(runner, now));
  const active = living.find(({ state }) => state === 'active');
  return {
    active: active === undefined ? null : nameOf(active),
    standby: living.filter(({ state }) => state === 'standby').length,
    silentSince: active === undefined ? toIsoOrNull(lastSignOf(runners)) : null,
  };
}

/**
 * While no runner is active and none holds the lease: what one that started now would find. All rows are read for it
 * once.
 */
export async function overdueNow(
  runners: readonly SeenRunner[],
  { backend, clock, overdue }: Pick<Installation, 'backend' | 'clock' | 'overdue'>,
): Promise<Overdue | null> {
  const now = clock.now();
  if (runners.some((runner) => runner.state === 'active' && isAlive(runner, now))) return null;
  const tenure = await backend.peekTenure(newestOf(runners)?.isLocking === false ? 'open' : 'locking');
  if (tenure === null) return null;
  const { processedUntil } = tenure;
  if (processedUntil === null) return NOTHING; // a first runner begins now
  const { stoppedAt, resumedAt } = await backend.calendar.readSwitch();
  if (stoppedAt !== null) return NOTHING; // nothing of it is caught up
  return overdue.since(Math.max(processedUntil, resumedAt ?? 0));
}

/** Of a runner that was active: a standby that is gone says nothing about runs. */
function lastSignOf(runners: readonly SeenRunner[]): number | null {
  const gone = runners.filter(({ state }) => state !== 'standby');
  return gone.length === 0 ? null : Math.max(...gone.map(({ heartbeatAt }) => heartbeatAt));
}

function newestOf(runners: readonly SeenRunner[]): SeenRunner | undefined {
  return runners.toSorted((a, b) => b.heartbeatAt - a.heartbeatAt)[0];
}

function nameOf({ runnerId, hostname, pid, stateSince }: SeenRunner) {
  return { runnerId, hostname, pid, stateSince: toIso(stateSince) };
}
