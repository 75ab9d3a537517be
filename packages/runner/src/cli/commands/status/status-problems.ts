import { firingOf, fleetWarnings, listed, runnerName, VERSION } from '@zenpulse/core/domain';
import { isRegistered, type SeenRunner, type ShownRunner } from '@zenpulse/core/ports';
import { nameOfRow } from '../../output/schedule-text.ts';
import { stoppedText } from '../../output/stopped-text.ts';
import type { StoredStatus } from './status-of.ts';

/** A problem to fix: a code for programs, a sentence for people. */
export interface StatusProblem {
  readonly code:
    | 'database-away'
    | 'no-database'
    | 'no-active-runner'
    | 'firing-stopped'
    | ReturnType<typeof fleetWarnings>[number]['code']
    /** A problem that a living runner reports, such as a database or a journal that it cannot write. */
    | 'runner'
    | 'revision-behind'
    | 'unregistered'
    | 'damaged';
  readonly message: string;
  /** For `runner` and `revision-behind`. */
  readonly runnerId?: string;
}

interface ProblemsInput {
  readonly seen: readonly SeenRunner[];
  /** The same runners as shown. */
  readonly shown: readonly ShownRunner[];
  readonly stored: StoredStatus | null;
  readonly now: number;
}

/** The most names listed in a sentence. */
const NAMED = 10;

export function statusProblems({ seen, shown, stored, now }: ProblemsInput): StatusProblem[] {
  const stopped = stored?.stopped ?? null;
  return [
    ...(stopped === null ? [] : [{ code: 'firing-stopped' as const, message: stoppedText(stopped) }]),
    ...(firingOf(shown).length > 0 ? [] : [noneActive(shown)]),
    ...fleetWarnings(shown, { version: VERSION }),
    ...shown.filter(({ isAlive }) => isAlive).flatMap((runner) => ownProblems(runner, shown)),
    ...(stored === null
      ? []
      : [...behind(shown, stored), ...damaged(stored), ...unregistered(seen, stored, now)]),
  ];
}

function noneActive(shown: readonly ShownRunner[]): StatusProblem {
  const code = 'no-active-runner';
  const waiting = shown.filter(({ isAlive, state }) => isAlive && state === 'standby');
  if (waiting.length > 0) {
    const names = listed(waiting.map((runner) => runnerName(runner, shown)));
    return {
      code,
      message: `No runner is active, so no job runs; ${names} on standby takes over when the lock is free.`,
    };
  }
  const last = [...shown].sort((a, b) => b.heartbeatAt.localeCompare(a.heartbeatAt))[0];
  if (last === undefined)
    return { code, message: 'No runner is active, so no job runs: start zenpulse-runner.' };
  const end = last.state === 'stopped' ? 'stopped at' : 'died: it was last seen at';
  const who = `${last.hostname} (process ${last.pid})`;
  return {
    code,
    message: `No runner is active, so no job runs. The last one, ${who}, ${end} ${last.heartbeatAt}.`,
  };
}

function ownProblems(runner: ShownRunner, shown: readonly ShownRunner[]): StatusProblem[] {
  const { runnerId, problems } = runner;
  const name = runnerName(runner, shown);
  return problems.map((problem) => ({ code: 'runner', message: `${name}: ${problem}`, runnerId }));
}

function behind(shown: readonly ShownRunner[], { behind: ids, revision }: StoredStatus): StatusProblem[] {
  return shown
    .filter(({ runnerId }) => ids.has(runnerId))
    .map((runner) => {
      const has = runner.revision === null ? 'no schedules yet' : `revision ${runner.revision}`;
      const why =
        runner.revision !== null && runner.revision >= revision
          ? ': its schedules are those of another database or of another state of it'
          : '';
      return {
        code: 'revision-behind',
        message: `${runnerName(runner, shown)} has ${has}, the database has ${revision}: the latest changes are not applied${why}.`,
        runnerId: runner.runnerId,
      };
    });
}

function damaged({ rows }: StoredStatus): StatusProblem[] {
  const names = rows.flatMap((row) => {
    if (!row.isDamaged) return [];
    const [first] = row.damaged.problems;
    return [`${nameOfRow(row)}${first === undefined ? '' : ` (${first.path}: ${first.message})`}`];
  });
  if (names.length === 0) return [];
  const what =
    names.length === 1
      ? 'A schedule is damaged and does not run'
      : `${names.length} schedules are damaged and do not run`;
  return [{ code: 'damaged', message: `${what}: ${some(names)}.` }];
}

/** Jobs of enabled schedules that no runner has registered. */
function unregistered(seen: readonly SeenRunner[], { rows }: StoredStatus, now: number): StatusProblem[] {
  const known = new Map<string, boolean | null>();
  const registered = (jobKey: string): boolean | null => {
    const found = known.get(jobKey) ?? isRegistered(jobKey, seen, now);
    known.set(jobKey, found);
    return found;
  };
  const keys = rows.flatMap((row) =>
    !row.isDamaged && row.schedule.enabled && registered(row.schedule.jobKey) === false
      ? [row.schedule.jobKey]
      : [],
  );
  const names = [...new Set(keys)].sort();
  if (names.length === 0) return [];
  const jobs = names.length === 1 ? 'the job' : `${names.length} jobs`;
  return [
    {
      code: 'unregistered',
      message: `The runner has no code for ${jobs} ${some(names)}: their occurrences are skipped.`,
    },
  ];
}

function some(names: readonly string[]): string {
  return names.length <= NAMED
    ? listed(names)
    : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}
