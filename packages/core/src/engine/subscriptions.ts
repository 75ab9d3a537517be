import type { Logger } from '../ports/index.ts';
import type { EngineDeps } from './engine.ts';
import type { JournalKeeper } from './journal/journal-keeper.ts';
import type { LastSuccesses } from './records/last-successes.ts';
import { recoveredRecord } from './records/recovered-record.ts';
import type { Results } from './records/results.ts';
import type { LiveOutput } from './report/live-output.ts';
import type { OtherRunners } from './report/other-runners.ts';
import type { Reporter } from './report/reporter.ts';
import type { RunnerEvents } from './report/runner-events.ts';
import type { createManualRuns } from './runs/manual-runs.ts';
import type { Retries } from './runs/retries.ts';
import type { RunBook } from './runs/run-book.ts';
import type { Dispatcher } from './schedules/dispatcher.ts';
import type { Syncer } from './schedules/syncer.ts';
import { tellOfHistory } from './schedules/tell-of-history.ts';
import type { ActivePeriod } from './tenure/active-period.ts';
import type { Holding } from './tenure/holding.ts';
import type { createSettling } from './tenure/settling.ts';

export interface Subscribers {
  readonly deps: EngineDeps;
  readonly logger: Logger;
  readonly period: ActivePeriod;
  readonly changed: () => void;
  readonly events: RunnerEvents;
  readonly journal: JournalKeeper;
  readonly results: Results;
  /** Null if nothing shows them. */
  readonly successes: LastSuccesses | null;
  readonly book: RunBook;
  readonly retries: Retries;
  readonly manualRuns: ReturnType<typeof createManualRuns>;
  readonly dispatcher: Dispatcher;
  readonly syncer: Syncer;
  readonly holding: Holding;
  readonly settling: ReturnType<typeof createSettling>;
  readonly others: OtherRunners;
  readonly reporter: Reporter;
  readonly liveOutput: LiveOutput;
}

/** Who listens to which events, in the order in which they are called. */
export function subscribe(parts: Subscribers): void {
  subscribeToRuns(parts);
  subscribeToSchedules(parts);
  subscribeToTenure(parts);
}

function subscribeToRuns({ deps, logger, period, changed, results, successes, ...parts }: Subscribers) {
  const { book, retries, liveOutput } = parts;
  // First: its record before anything that follows from it.
  book.onEnded.add((result) => results.take(result, retries.mayFollow(result)));
  if (successes !== null) book.onEnded.add((result) => successes.take(result));
  book.onEnded.add((result) => retries.consider(result));
  book.onEnded.add(changed);
  const { onResult, clock, settings } = deps;
  if (onResult !== undefined)
    book.onEnded.add((result) => {
      try {
        onResult(result);
      } catch (error) {
        logger.error({ err: error }, 'The onResult listener failed');
      }
    });
  const whyNotBefore = (dueAt: number) => period.whyNotBefore(dueAt);
  book.onRecoveredEnded.add((end) => {
    const record = recoveredRecord(end, { now: clock.now(), self: settings, whyNotBefore });
    results.takeRecovered(end, record);
  });
  book.onRunning.add(changed);
  book.onRunning.add(() => liveOutput.consider());
}

function subscribeToSchedules({ deps, logger, events, journal, successes, ...parts }: Subscribers) {
  const { dispatcher, syncer, holding, settling, reporter } = parts;
  syncer.onAnotherHistory.add((change) => {
    tellOfHistory(events, change);
    successes?.expireRead();
    if (!change.isAnotherId) return;
    successes?.forget();
    holding.historyChanged(change.historyId);
    journal.processed(deps.clock.now()); // occurrences before now are not caught up
  });
  syncer.onSynced.add((revision) => {
    if (syncer.history !== null) void holding.historyKnown(syncer.history);
    logger.debug({ revision, schedules: dispatcher.size }, 'In step with the schedules');
    void reporter.now();
    settling.lookAround();
  });
}

function subscribeToTenure({ deps, logger, successes, ...parts }: Subscribers) {
  const { dispatcher, holding, manualRuns, settling, others, reporter } = parts;
  holding.onActive.add((isSuccession) => {
    if (isSuccession) manualRuns.expectAbandoned();
    successes?.expireRead();
    logger.info({ schedules: dispatcher.size }, 'This runner fires');
    others.hint();
    void reporter.now().then(() => deps.backend.signal.send()); // so that another active runner notices this one
    void settling.settleIn();
  });
}
