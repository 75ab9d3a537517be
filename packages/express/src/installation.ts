import { StoreError, type Backend, type Clock, type Logger } from '@zenpulse/core/ports';
import {
  connect,
  resolveSettings,
  SettingsError,
  systemClock,
  type SettingOverrides,
  type Settings,
} from '@zenpulse/store';

/** What a request handler works with. */
export interface Installation {
  readonly settings: Settings;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Resolves the settings and opens the backend once, at once; a failure is said in the log and tried again at the
 * next request, so that a database that comes later is found.
 */
export function createInstallation(overrides: SettingOverrides, logger: Logger): () => Promise<Installation> {
  let opening: Promise<Installation> | null = null;
  const open = async (): Promise<Installation> => {
    const settings = await resolveSettings(overrides, process.env, process.cwd());
    const backend = await connect(settings, systemClock, logger).catch((error: unknown) => {
      if (error instanceof StoreError || error instanceof SettingsError) throw error; // it names the database
      const message = `${settings.database.label} cannot be opened: ${(error as Error).message}`;
      throw new StoreError('store_unavailable', message, { cause: error });
    });
    return { settings, backend, clock: backend.clock, logger };
  };
  const get = (): Promise<Installation> => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const sayHello = async (): Promise<void> => {
    const { settings, backend } = await get();
    console.log(`ZenPulse admin: ${settings.database.label}, state in ${settings.stateDir}`);
    for (const note of settings.notes) console.log(`ZenPulse admin: ${note}`);
    await backend.schedules.readRevision();
  };
  sayHello().catch((error: unknown) =>
    logger.error({}, `the admin cannot open its database: ${(error as Error).message}`),
  );
  return get;
}
