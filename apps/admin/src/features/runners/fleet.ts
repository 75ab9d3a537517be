import type { RunnerDto, RunnerList } from '@zenpulse/contract';

type Fleet = Pick<RunnerList, 'items'>;

/** Which runner is active, at a glance. */
export interface FleetSummary {
  readonly tone: 'good' | 'waiting' | 'bad';
  /** "web-1 is active", "web-1 and web-2 are active", "No active runner". */
  readonly headline: string;
  /** Since when, where one is active. */
  readonly since: string | null;
  /** "2 on standby", "1 died"; empty when there is nothing to add. */
  readonly others: readonly string[];
}

export function fleetSummary({ items }: Fleet): FleetSummary {
  const firing = firingOf(items);
  const [first] = firing;
  const standing = items.filter(({ isAlive, state }) => isAlive && state === 'standby').length;
  const died = items.filter(({ isAlive, state }) => !isAlive && state !== 'stopped').length;
  return {
    tone: firing.length === 1 ? 'good' : firing.length === 0 && standing > 0 ? 'waiting' : 'bad',
    headline: headlineOf(firing, items),
    since: firing.length === 1 && first !== undefined ? first.stateSince : null,
    others: [...(standing === 0 ? [] : [`${standing} on standby`]), ...(died === 0 ? [] : [`${died} died`])],
  };
}

export type FleetState = 'active' | 'standby' | 'none' | 'unknown';

/** Whether one is active, or at least one waits to become so. */
export function fleetState(items: readonly RunnerDto[]): FleetState {
  if (firingOf(items).length > 0) return 'active';
  return items.some(({ isAlive, state }) => isAlive && state === 'standby') ? 'standby' : 'none';
}

/** What needs to be put right, in sentences. */
export function fleetWarnings(
  { items }: Fleet,
  application: { readonly version: string } | undefined,
): string[] {
  const alive = items.filter((runner) => runner.isAlive);
  const firing = firingOf(items);
  const warnings: string[] = [];
  if (firing.length > 1) {
    warnings.push(
      `${firing.length} runners are active at once, so jobs run ${firing.length === 2 ? 'twice' : 'several times'}. Start each with --lock: then one is active and the others are on standby.`,
    );
  }
  const zones = distinct(alive.map(({ timezone }) => timezone));
  if (zones.length > 1) {
    warnings.push(
      `The runners have different default zones: ${whoHas(alive, zones, ({ timezone }) => timezone)}. A schedule declared in code gets the zone of the runner that creates it.`,
    );
  }
  const versions = distinct(alive.map(({ version }) => version));
  if (versions.length > 1) {
    warnings.push(
      `The runners have different versions of ZenPulse: ${whoHas(alive, versions, ({ version }) => version)}. Install the same version everywhere.`,
    );
  } else if (application !== undefined && versions.length === 1 && versions[0] !== application.version) {
    warnings.push(
      `The runners have ZenPulse ${versions[0]}, this application has ${application.version}. Install the same version everywhere.`,
    );
  }
  return warnings;
}

/** A host's name; with the process where several share it. */
export function runnerName(runner: RunnerDto, items: readonly RunnerDto[]): string {
  const isShared = items.some(
    (other) =>
      other.runnerId !== runner.runnerId &&
      other.hostname === runner.hostname &&
      (other.isAlive || !runner.isAlive),
  );
  return isShared ? `${runner.hostname} (process ${runner.pid})` : runner.hostname;
}

/** The active ones. Under --lock the newest epoch counts: one with an older epoch has yet to notice that it lost the lease. */
export function firingOf(items: readonly RunnerDto[]): RunnerDto[] {
  const active = items.filter(({ isAlive, state }) => isAlive && state === 'active');
  const newest = Math.max(...active.map(({ epoch }) => epoch ?? -1));
  return active.filter(({ isLocking, epoch }) => !isLocking || epoch === null || epoch === newest);
}

function headlineOf(firing: readonly RunnerDto[], items: readonly RunnerDto[]): string {
  if (firing.length === 0) return 'No active runner';
  return `${listed(firing.map((runner) => runnerName(runner, items)))} ${firing.length === 1 ? 'is' : 'are'} active`;
}

function whoHas(
  runners: readonly RunnerDto[],
  values: readonly string[],
  valueOf: (runner: RunnerDto) => string,
): string {
  return values
    .map((value) => {
      const those = runners.filter((runner) => valueOf(runner) === value);
      return `${value} on ${listed(those.map((runner) => runnerName(runner, runners)))}`;
    })
    .join(', ');
}

/** "a", "a and b", "a, b and c". */
function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

const ORDER = ['active', 'standby', 'dead', 'stopped'] as const;

/** The active ones first, then those on standby, those that died, and those that stopped; among equals as they come. */
export function byImportance(items: readonly RunnerDto[]): RunnerDto[] {
  const rank = ({ isAlive, state }: RunnerDto) =>
    ORDER.indexOf(!isAlive && state !== 'stopped' ? 'dead' : state);
  return [...items].sort((a, b) => rank(a) - rank(b));
}
