import type { Backend, Clock, Logger } from '@zenpulse/core/ports';
import type { OutputReader, SettingOverrides, Settings } from '@zenpulse/store';
import type { RunPace } from './access/run-pace.ts';
import type { MachineTokens } from './access/machine-tokens.ts';
import type { DamagedSchedules } from './damaged-schedules.ts';
import type { CountedIds } from './known/counted-ids.ts';
import type { KnownSchedules } from './known/known-schedules.ts';
import type { NextRuns } from './known/next-runs.ts';
import type { OverdueRuns } from './known/overdue.ts';
import type { TypicalOrder } from './known/typical-order.ts';
import type { Kept } from './known/kept.ts';
import type { OverviewCounts } from './overview/overview-of.ts';
import type { LiveEvents } from './live/live-events.ts';

/** What request handlers work with. */
export interface Installation {
  readonly settings: Settings;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly machineTokens: Pick<MachineTokens, 'judge' | 'forget'>;
  readonly runPace: Pick<RunPace, 'take'>;
  readonly damaged: Pick<DamagedSchedules, 'ids'>;
  readonly known: Omit<KnownSchedules, 'watch' | 'replace'>;
  readonly counted: Pick<CountedIds, 'sets'>;
  readonly nextRuns: Pick<NextRuns, 'inOrder'>;
  readonly typicalOrder: Pick<TypicalOrder, 'inOrder'>;
  readonly overdue: Pick<OverdueRuns, 'since'>;
  readonly live: Pick<LiveEvents, 'add' | 'close'>;
  readonly output: Pick<OutputReader, 'read'>;
  /** What of the overview reads most, shared by those who ask at once. */
  readonly keptOverview: Pick<Kept<OverviewCounts>, 'get'>;
}

/** The database behind the admin, opened when it is first needed. */
export interface LazyInstallation {
  /**
   * After a failure, the next request tries again, so that a database that becomes available later is found. Throws
   * after `close`.
   */
  get(): Promise<Installation>;
  /** Closes the database for good. Idempotent. */
  close(): Promise<void>;
}

export function createInstallation(
  overrides: SettingOverrides,
  logger: Logger,
  runsPerMinute?: number,
): LazyInstallation {
  let opening: Promise<Installation> | null = null;
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const opened = await opening?.catch(() => null); // the request that opened it has reported the error
    opened?.live.close();
    opened?.known.close();
    await opened?.backend.close();
  };
  return {
    get: async () => {
      if (closing !== null) {
        const { StoreError } = await import('@zenpulse/core/ports');
        throw new StoreError('store_unavailable', 'the admin was closed with the application');
      }
      opening ??= open(overrides, logger, runsPerMinute).catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    close: () => (closing ??= close()),
  };
}

/** Settings and database cost tens of megabytes: they are loaded at the first use of the admin. */
async function open(
  overrides: SettingOverrides,
  logger: Logger,
  runsPerMinute: number | undefined,
): Promise<Installation> {
  const { connect, resolveSettings, SettingsError, systemClock } = await import('@zenpulse/store');
  const { StoreError } = await import('@zenpulse/core/ports');
  const settings = await resolveSettings(overrides, process.env, process.cwd());
  const backend = await connect(settings, systemClock, logger).catch((error: unknown) => {
    if (error instanceof StoreError || error instanceof SettingsError) throw error; // its message names the database
    const message = `${settings.database.label} cannot be opened: ${(error as Error).message}`;
    throw new StoreError('store_unavailable', message, { cause: error });
  });
  console.log(`ZenPulse admin: ${settings.database.label}, state in ${settings.stateDir}`);
  for (const note of settings.notes) console.log(`ZenPulse admin: ${note}`);
  const { installationOn } = await import('./installation-on.ts');
  return installationOn({ settings, backend, logger }, runsPerMinute);
}
