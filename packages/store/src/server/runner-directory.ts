import type { Clock, RunnerDirectory, RunnerReport, RunnerSnapshot, SeenRunner } from '@zenpulse/core/ports';
import { jsonOrText } from '../sql/json-or-text.ts';
import { newsOf, readReport, toReport } from '../runners/runner-report.ts';
import { cleanJson } from './clean-text.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Guard } from './guard.ts';

const MIN_EVERY_S = 10;
const MAX_EVERY_S = 60;
/** How late a runner's regular statements may be before a separate heartbeat is sent. */
const SLACK_MS = 1_500;

export interface ReportedRow {
  /** As JSON. */
  readonly snapshot: string;
  /** Since its last heartbeat or renewal, on the server's clock. */
  readonly ageMs: number;
}

/** The statements of a server's directory. They reject with the driver's errors. */
export interface DirectoryStatements {
  forgetStopped(): Promise<void>;
  remove(runnerId: string): Promise<void>;
  /** Ordered by id. */
  list(): Promise<readonly ReportedRow[]>;
  write(runnerId: string, snapshot: string): Promise<void>;
  /** Resolves to the number of rows. */
  touch(runnerId: string): Promise<number>;
}

export interface ServerDirectoryDeps {
  readonly statements: DirectoryStatements;
  readonly heartbeat: Heartbeat;
  readonly clock: Clock;
  readonly guarded: Guard;
}

/**
 * Keeps one row per runner. Values that change with every run wait for the next heartbeat; other changes are written at
 * once.
 */
export function createServerRunnerDirectory(deps: ServerDirectoryDeps): RunnerDirectory {
  const { statements, clock, guarded } = deps;
  return {
    open: (runnerId) =>
      guarded(async () => {
        await statements.forgetStopped();
        return createReport(runnerId, deps);
      }),
    remove: (runnerId) => guarded(() => statements.remove(runnerId)),
    list: () => guarded(async () => (await statements.list()).flatMap((row) => readRow(row, clock.now()))),
  };
}

function createReport(
  runnerId: string,
  { statements, heartbeat, clock, guarded }: ServerDirectoryDeps,
): RunnerReport {
  let writtenAt: number | null = null;
  let writtenNews: string | null = null;
  let written: string | null = null;
  let waiting: RunnerSnapshot | null = null;
  let everyMs = MIN_EVERY_S * 1_000;

  const isDue = () => writtenAt === null || Math.abs(clock.now() - writtenAt) >= everyMs;

  const write = async (snapshot: RunnerSnapshot): Promise<void> => {
    waiting = snapshot; // kept until it is written: a heartbeat tries again
    const text = textOf(snapshot);
    await statements.write(runnerId, text);
    if (waiting === snapshot) waiting = null;
    everyMs = heartbeatSeconds(snapshot) * 1_000;
    writtenAt = clock.now();
    writtenNews = newsOf(snapshot);
    written = text;
    heartbeat.written(runnerId);
  };

  const touch = async (): Promise<void> => {
    if ((await statements.touch(runnerId)) > 0) {
      heartbeat.seen();
      return;
    }
    heartbeat.lost();
    [writtenAt, writtenNews, written] = [null, null, null];
    throw new Error(`expected the row of the runner ${runnerId}, got none`);
  };

  const beat = async (): Promise<void> => {
    if (waiting !== null && isDue()) await write(waiting);
    else if (heartbeat.isOlderThan(everyMs + SLACK_MS)) await touch();
  };

  return {
    write: (snapshot) =>
      guarded(async () => {
        if (newsOf(snapshot) !== writtenNews) return write(snapshot);
        waiting = textOf(snapshot) === written ? null : snapshot;
        return beat();
      }),
    heartbeat: () => guarded(beat),
  };
}

function textOf(snapshot: RunnerSnapshot): string {
  return cleanJson(toReport(snapshot));
}

/** A runner that syncs rarely sends heartbeats rarely. */
function heartbeatSeconds({ syncEverySeconds }: RunnerSnapshot): number {
  return Math.min(Math.max(syncEverySeconds, MIN_EVERY_S), MAX_EVERY_S);
}

/**
 * The age is measured on the database's clock and subtracted from the reader's, so that a difference between the two
 * does not matter.
 */
function readRow({ snapshot: text, ageMs }: ReportedRow, now: number): SeenRunner[] {
  const snapshot = readReport(jsonOrText(text));
  if (snapshot === null) return [];
  const heartbeatAt = Math.round(now - ageMs);
  return [{ ...snapshot, heartbeatAt, heartbeatEverySeconds: heartbeatSeconds(snapshot) }];
}
