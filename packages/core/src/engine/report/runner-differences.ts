import type { RunnerSnapshot } from '../../ports/index.ts';

/** The facts in which two runners are compared. */
export interface ComparedRunner extends Pick<
  RunnerSnapshot,
  'runnerId' | 'hostname' | 'version' | 'zoneData' | 'timezone'
> {
  readonly isActive: boolean;
  readonly jobKeys: readonly string[];
}

const SHOWN = 10;

/**
 * The differences between two runners of one database that matter when one takes over from the other, one sentence
 * each.
 */
export function runnerDifferences(self: ComparedRunner, other: ComparedRunner): string[] {
  const name = `runner ${other.runnerId} on ${other.hostname}`;
  return [
    ...jobDifference(missing(other, self), name, self, false),
    ...jobDifference(missing(self, other), name, self, true),
    ...difference('Version', self.version, other.version, name),
    ...difference('Time zone data', self.zoneData, other.zoneData, name),
    ...difference('Default zone', self.timezone, other.timezone, name),
  ];
}

/** The jobs that the first has and the second lacks. */
function missing(has: ComparedRunner, lacks: ComparedRunner): string[] {
  const known = new Set(lacks.jobKeys);
  return has.jobKeys.filter((key) => !known.has(key)).toSorted();
}

function jobDifference(
  keys: readonly string[],
  name: string,
  self: ComparedRunner,
  isOurs: boolean,
): string[] {
  if (keys.length === 0) return [];
  const more = keys.length > SHOWN ? ` and ${keys.length - SHOWN} more` : '';
  const jobs = `${keys.length === 1 ? 'the job' : 'jobs'} ${keys.slice(0, SHOWN).join(', ')}${more}`;
  // The active runner skips the occurrences of jobs that it lacks.
  const isSkippedNow = isOurs ? !self.isActive : self.isActive;
  const whose = keys.length === 1 ? 'its' : 'their';
  const effect = isSkippedNow
    ? `${whose} occurrences are skipped now`
    : `${whose} occurrences would be skipped after a takeover`;
  return [
    isOurs ? `The ${name} lacks ${jobs}: ${effect}.` : `This runner lacks ${jobs} of the ${name}: ${effect}.`,
  ];
}

/** Reports of older releases lack some of the facts. */
function difference(
  what: string,
  own: string | undefined,
  others: string | undefined,
  name: string,
): string[] {
  if (own === undefined || others === undefined || own === others) return [];
  return [`${what}: ${own} here, ${others} on the ${name}.`];
}
