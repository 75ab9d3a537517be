import { silentLogger, StoreError, type Backend } from '@zenpulse/core/ports';
import { connect, resolveSettings, SettingsError, type Settings } from '@zenpulse/store';
import type { Shell } from './shell.ts';

export interface StoreFlags {
  readonly database?: string;
  readonly jobs?: readonly string[];
}

export interface OpenStore {
  readonly backend: Backend;
  readonly settings: Settings;
}

/** Opens the store that flags and settings name, for as long as `work` takes. */
export async function withStore<T>(
  shell: Shell,
  { database, jobs }: StoreFlags,
  work: (store: OpenStore) => Promise<T>,
): Promise<T> {
  const settings = await resolveSettings({ database, jobs }, shell.env, shell.cwd);
  const backend = await opening(settings, () => connect(settings, shell.clock, silentLogger));
  try {
    return await work({ backend, settings });
  } finally {
    await backend.close();
  }
}

/** What goes wrong while `open` is at it is said with the database's name. */
export async function opening<T>({ database }: Settings, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SettingsError || error instanceof StoreError) throw error;
    const reason = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    throw new SettingsError(`database: ${database.label} cannot be opened: ${reason}`, { cause: error });
  }
}
