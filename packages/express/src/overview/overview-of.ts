import type { Overview } from '@zenpulse/contract';
import { toIso } from '@zenpulse/core/domain';
import {
  namedRows,
  nextRuns,
  readStates,
  runningNow,
  todayAndHours,
  type StateReading,
} from '@zenpulse/present';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';
import { knownStates } from '../known/known-states.ts';
import { attentionOf } from './attention.ts';
import { overdueNow, runnersInShort } from './runners-in-short.ts';
import { timelineOf } from './timeline.ts';

/** Counts and what is overdue need every row read once: until then the page comes without them. */
const WITHIN_MS = 300;

export type OverviewCounts = Pick<Overview, 'counts' | 'attention'>;

/** Everything on the first page, from indexes, small tables and reports: some fifteen statements, however much there is. */
export async function overviewOf(installation: Installation): Promise<Overview> {
  const { backend, clock, settings, keptOverview } = installation;
  const now = clock.now();
  const reading = await readStates(backend);
  const [{ counts, attention }, overdue, figures, rows] = await Promise.all([
    keptOverview.get(() => countsOf(reading, installation, now)),
    inTime(overdueNow(reading.runners, installation), WITHIN_MS, clock),
    todayAndHours(backend.figures, settings.timezone, now),
    namedRows(reading.runners, backend),
  ]);
  const next = nextRuns(reading.runners, rows, now);
  const [running, timeline] = await Promise.all([
    runningNow(reading.runners, rows, backend.figures, now),
    timelineOf({ next, rows, reading, backend, now }),
  ]);
  return {
    now: toIso(now),
    timezone: settings.timezone,
    ...figures,
    counts,
    runners: runnersInShort(reading.runners, now),
    overdue,
    attention,
    running,
    next: next.slice(0, 50),
    timeline,
  };
}

async function countsOf(
  reading: StateReading,
  installation: Installation,
  now: number,
): Promise<OverviewCounts> {
  const states = await inTime(knownStates(reading, installation), WITHIN_MS, installation.clock);
  return {
    counts: states?.counts ?? null,
    attention: await attentionOf(reading, states, installation, now),
  };
}
