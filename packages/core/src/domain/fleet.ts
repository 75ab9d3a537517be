/** The facts about a runner that decide whether it fits the others. */
export interface FleetRunner {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  /** The version of ZenPulse. */
  readonly version: string;
  readonly timezone: string;
  readonly state: 'active' | 'standby' | 'stopped';
  readonly isAlive: boolean;
  readonly isLocking: boolean;
  readonly epoch: number | null;
}

/** A problem to fix: a code for programs, a sentence for people. */
export interface FleetWarning {
  readonly code: 'several-active' | 'zones-differ' | 'versions-differ';
  readonly message: string;
}

/**
 * The active runners. Under --lock only the newest epoch counts: a runner with an older one has not yet noticed that it
 * lost the lease.
 */
export function firingOf<T extends FleetRunner>(items: readonly T[]): T[] {
  const active = items.filter(({ isAlive, state }) => isAlive && state === 'active');
  const newest = Math.max(...active.map(({ epoch }) => epoch ?? -1));
  return active.filter(({ isLocking, epoch }) => !isLocking || epoch === null || epoch === newest);
}

/**
 * Reports how the living runners of one database do not fit together. `application`: the process that shows this, if it
 * has a version.
 */
export function fleetWarnings(
  items: readonly FleetRunner[],
  application: { readonly version: string } | undefined,
): FleetWarning[] {
  const alive = items.filter((runner) => runner.isAlive);
  const warnings: FleetWarning[] = [];
  const add = (code: FleetWarning['code'], message: string) => void warnings.push({ code, message });
  const { length: firing } = firingOf(items);
  if (firing > 1) {
    add(
      'several-active',
      `${firing} runners are active at once, so jobs run ${firing === 2 ? 'twice' : 'several times'}. Start each with --lock: then one is active and the others are on standby.`,
    );
  }
  const zones = distinct(alive.map(({ timezone }) => timezone));
  if (zones.length > 1) {
    add(
      'zones-differ',
      `The runners have different default zones: ${whoHas(alive, zones, ({ timezone }) => timezone)}. A schedule declared in code gets the zone of the runner that creates it.`,
    );
  }
  const versions = distinct(alive.map(({ version }) => version));
  if (versions.length > 1) {
    add(
      'versions-differ',
      `The runners have different versions of ZenPulse: ${whoHas(alive, versions, ({ version }) => version)}. Install the same version everywhere.`,
    );
  } else if (application !== undefined && versions.length === 1 && versions[0] !== application.version) {
    add(
      'versions-differ',
      `The runners have ZenPulse ${versions[0]}, this application has ${application.version}. Install the same version everywhere.`,
    );
  }
  return warnings;
}

/** A host's name, with the process id where several runners share the host. */
export function runnerName(runner: FleetRunner, items: readonly FleetRunner[]): string {
  const isShared = items.some(
    (other) =>
      other.runnerId !== runner.runnerId &&
      other.hostname === runner.hostname &&
      (other.isAlive || !runner.isAlive),
  );
  return isShared ? `${runner.hostname} (process ${runner.pid})` : runner.hostname;
}

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function whoHas(
  runners: readonly FleetRunner[],
  values: readonly string[],
  valueOf: (runner: FleetRunner) => string,
): string {
  return values
    .map((value) => {
      const those = runners.filter((runner) => valueOf(runner) === value);
      return `${value} on ${listed(those.map((runner) => runnerName(runner, runners)))}`;
    })
    .join(', ');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
