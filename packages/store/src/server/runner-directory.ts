import type { Clock, RunnerDirectory, RunnerReport, RunnerSnapshot, SeenRunner } from '@zenpulse/core/ports';
import { jsonOrText } from '../sql/json-or-text.ts';
import { newsOf, readReport, toReport } from '../runners/runner-report.ts';
import { cleanJson } from './clean-text.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Guard } from './guard.ts';

const MIN_EVERY_S = 10;
const MAX_EVERY_S = 60;
/** The regular statements of a runner tell that it is there; only where they fail to come does it say so apart. */
const SLACK_MS = 1_500;

export interface ReportedRow {
  /** JSON. */
  readonly snapshot: string;
  /** Since its last heartbeat or renewal, by the server's clock. */
  readonly ageMs: number;
}

/** What a server's directory says to it. Failures come as the driver has them. */
export interface DirectoryStatements {
  forgetStopped(): Promise<void>;
  remove(runnerId: string): Promise<void>;
  /** In the order of their ids. */
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

/** One row a runner. What changes with every run waits for the next heartbeat; everything else is written at once. */
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
    waiting = snapshot; // until it is written: a heartbeat tries again
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

/** A runner that seldom looks at the schedules seldom says that it is there. */
function heartbeatSeconds({ syncEverySeconds }: RunnerSnapshot): number {
  return Math.min(Math.max(syncEverySeconds, MIN_EVERY_S), MAX_EVERY_S);
}

/** The age is measured by the database's clock alone, and told by the reader's: their difference does no harm. */
function readRow({ snapshot: text, ageMs }: ReportedRow, now: number): SeenRunner[] {
  const snapshot = readReport(jsonOrText(text));
  if (snapshot === null) return [];
  const heartbeatAt = Math.round(now - ageMs);
  return [{ ...snapshot, heartbeatAt, heartbeatEverySeconds: heartbeatSeconds(snapshot) }];
}
