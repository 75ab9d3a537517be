import { OutputReader } from '@zenpulse/store';
import { MachineTokens } from './access/machine-tokens.ts';
import { RunPace, RUNS_PER_MINUTE } from './access/run-pace.ts';
import { DamagedSchedules } from './damaged-schedules.ts';
import type { Installation } from './installation.ts';
import { CountedIds } from './known/counted-ids.ts';
import { KnownSchedules } from './known/known-schedules.ts';
import { NextRuns } from './known/next-runs.ts';
import { OverdueRuns } from './known/overdue.ts';
import { TypicalOrder } from './known/typical-order.ts';
import { Kept } from './known/kept.ts';
import { LiveEvents } from './live/live-events.ts';

/** Without a hint that something has changed. */
const OVERVIEW_KEPT_MS = 2_000;

/** What is made once a database was opened. */
export function installationOn(
  opened: Pick<Installation, 'settings' | 'backend' | 'logger'>,
  runsPerMinute: number = RUNS_PER_MINUTE,
): Installation {
  const { backend, logger } = opened;
  const { clock } = backend;
  const known = new KnownSchedules(backend);
  const nextRuns = new NextRuns({ known, clock });
  const live = new LiveEvents({ ...backend, logger });
  return {
    ...opened,
    clock,
    machineTokens: new MachineTokens({
      tokens: backend.tokens,
      clock,
      onError: (error) => logger.warn({ err: error }, 'when a token was used could not be noted'),
    }),
    known,
    counted: new CountedIds({ ...backend, known }),
    damaged: new DamagedSchedules(known),
    runPace: new RunPace(runsPerMinute, clock),
    nextRuns,
    typicalOrder: new TypicalOrder({ ...backend, nextRuns }),
    overdue: new OverdueRuns({ nextRuns, clock }),
    live,
    output: new OutputReader(backend),
    keptOverview: new Kept({ clock, keptMs: OVERVIEW_KEPT_MS, hints: () => live.hints }),
  };
}
