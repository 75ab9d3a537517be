import { triggerOf } from '@zenpulse/core/domain';
import {
  isAlive,
  strangersAmong,
  type Backend,
  type ScheduleChanges,
  type SeenRunner,
} from '@zenpulse/core/ports';
import { firingStopped } from '@zenpulse/present';
import type { OpenStore } from '../../open-store.ts';
import { pause } from '../../pause.ts';
import type { Shell } from '../../shell.ts';
import type { LateSchedule } from './late-runs.ts';
import { readFigures } from './status-figures.ts';
import { statusOf, type Status } from './status-of.ts';

/** How long an edit may take to reach the active runner, beyond its `--sync-every`. */
const ON_ITS_WAY_MS = 1_000;
const MOST_WAITED_MS = 15_000;
const LOOK_AGAIN_MS = 250;

/** Reads the store and the runners' reports. Waits for an edit that has not reached the active runner yet. */
export async function readStatus({ backend, settings }: OpenStore, shell: Shell): Promise<Status> {
  const changes = await backend.schedules.readChanges(null);
  const { runners, behind } = await runnersInStep(changes, backend, shell);
  const now = backend.clock.now();
  const isActive = runners.some((runner) => runner.state === 'active' && isAlive(runner, now));
  return statusOf({
    settings,
    now,
    runners,
    problems: [],
    stored: {
      rows: changes.changed,
      revision: changes.revision,
      behind,
      fellDue: isActive ? [] : await fellDueSince(changes, runners, backend, now),
      figures: await readFigures(changes.changed, settings, backend, now),
      stopped: firingStopped(await backend.calendar.readSwitch(), settings.isPaused),
    },
  });
}

/** The active runners that do not have the store's newest schedules, or read another history. */
async function runnersInStep(
  { revision }: ScheduleChanges,
  { runners, schedules, clock }: Backend,
  shell: Shell,
): Promise<{ runners: readonly SeenRunner[]; behind: ReadonlySet<string> }> {
  const from = clock.monotonic();
  for (;;) {
    const seen = await runners.list();
    const strangers = await strangersAmong(seen, schedules);
    const late = seen.filter(
      (runner) =>
        runner.state === 'active' &&
        isAlive(runner, clock.now()) &&
        (runner.revision === null || runner.revision < revision || strangers.has(runner.runnerId)),
    );
    const pace = Math.max(0, ...late.map(({ syncEverySeconds }) => syncEverySeconds * 1_000));
    const patience = Math.min(pace + ON_ITS_WAY_MS, MOST_WAITED_MS);
    if (late.length === 0 || clock.monotonic() - from >= patience)
      return { runners: seen, behind: new Set(late.map(({ runnerId }) => runnerId)) };
    await pause(shell.clock, LOOK_AGAIN_MS, shell.interruption());
    if (shell.interruption().aborted) return { runners: seen, behind: new Set() };
  }
}

/** The occurrences that fell due while no runner was active, as a runner starting now would find them. */
async function fellDueSince(
  { changed, historyId }: ScheduleChanges,
  runners: readonly SeenRunner[],
  backend: Backend,
  now: number,
): Promise<LateSchedule[]> {
  const last = runners.reduce<SeenRunner | null>(
    (newest, runner) => (newest === null || runner.heartbeatAt > newest.heartbeatAt ? runner : newest),
    null,
  );
  const tenure = await backend.peekTenure(last?.isLocking === false ? 'open' : 'locking');
  if (tenure === null) return []; // another runner holds the lease and may still start them
  const { planCatchUp } = await import('@zenpulse/core/engine'); // loaded here, since it includes the engine
  const journals = await backend.journals.peek();
  const { stoppedAt, resumedAt } = await backend.calendar.readSwitch();
  const { schedules } = planCatchUp({
    tenure,
    journals,
    rows: changed,
    historyId,
    isRegistered: () => true,
    firing: { isStopped: stoppedAt !== null, resumedAt },
    now,
  });
  const triggers = new Map(
    changed.flatMap((row) => (row.isDamaged ? [] : [[row.schedule.id, triggerOf(row.schedule)] as const])),
  );
  return schedules.map(({ scheduleId, jobKey, variant, undecided, decidedUntil, newest }) => ({
    scheduleId,
    jobKey,
    variant,
    count: undecided,
    dueAt: triggers.get(scheduleId)?.next(decidedUntil) ?? newest,
  }));
}
