import { silentLogger, StoreError, type Backend } from '@zenpulse/core/ports';
import { connect, resolveSettings, SettingsError, type Settings } from '@zenpulse/store';
import type { Shell } from './shell.ts';

export interface StoreFlags {
  readonly database?: string;
}

export interface OpenStore {
  readonly backend: Backend;
  readonly settings: Settings;
}

/** Opens the store that flags and settings name, for as long as `work` takes. */
export async function withStore<T>(
  shell: Shell,
  { database }: StoreFlags,
  work: (store: OpenStore) => Promise<T>,
): Promise<T> {
  const settings = await resolveSettings({ database }, shell.env, shell.cwd);
  const backend = await open(settings, shell);
  try {
    return await work({ backend, settings });
  } finally {
    await backend.close();
  }
}

async function open(settings: Settings, { clock }: Shell): Promise<Backend> {
  try {
    return await connect(settings, clock, silentLogger);
  } catch (error) {
    if (error instanceof SettingsError || error instanceof StoreError) throw error;
    const reason = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    throw new SettingsError(`database: ${settings.database.label} cannot be opened: ${reason}`, {
      cause: error,
    });
  }
}
