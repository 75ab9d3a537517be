import { silentLogger, StoreError, type Backend } from '@zenpulse/core/ports';
import {
  connect,
  connectToRead,
  hasDatabase,
  namedProblem,
  refuseTakenAway,
  resolveSettings,
  SettingsError,
  type Settings,
} from '@zenpulse/store';
import { usageError } from './command-error.ts';
import type { Shell } from './shell.ts';

export interface StoreFlags {
  readonly database?: string;
  readonly jobs?: readonly string[];
}

export interface OpenStore {
  readonly backend: Backend;
  readonly settings: Settings;
}

/** Opens the store of the flags and settings while `work` runs; a missing SQLite file is created. */
export async function withStore<T>(shell: Shell, flags: StoreFlags, work: Work<T>): Promise<T> {
  return openedFor(await settingsOf(shell, flags), shell, work);
}

/**
 * The same for commands that make no sense without a database, which is not created. If it is missing, `orElse`
 * answers, with a remark; without `orElse` the command fails.
 */
export async function withExistingStore<T>(
  shell: Shell,
  flags: StoreFlags,
  work: Work<T>,
  orElse?: (settings: Settings) => T | Promise<T>,
): Promise<T> {
  const settings = await settingsOf(shell, flags);
  return hasDatabase(settings) ? openedFor(settings, shell, work) : withoutOne(settings, shell, orElse);
}

/** The same for a read-only command: tables that are not up to date are an error. */
export async function withStoreToRead<T>(
  shell: Shell,
  flags: StoreFlags,
  work: Work<T>,
  orElse?: (settings: Settings) => T | Promise<T>,
): Promise<T> {
  const settings = await settingsOf(shell, flags);
  if (!hasDatabase(settings)) return withoutOne(settings, shell, orElse);
  return openedFor(settings, shell, work, connectToRead);
}

type Work<T> = (store: OpenStore) => Promise<T>;

function settingsOf(shell: Shell, { database, jobs }: StoreFlags): Promise<Settings> {
  return resolveSettings({ database, jobs }, shell.env, shell.cwd);
}

async function openedFor<T>(
  settings: Settings,
  shell: Shell,
  work: Work<T>,
  open: typeof connect = connect,
): Promise<T> {
  const backend = await opening(settings, () => open(settings, shell.clock, silentLogger));
  try {
    return await work({ backend, settings });
  } catch (error) {
    throw namedProblem(error, settings.database.label);
  } finally {
    await backend.close();
  }
}

async function withoutOne<T>(
  settings: Settings,
  shell: Shell,
  orElse: ((settings: Settings) => T | Promise<T>) | undefined,
): Promise<T> {
  await opening(settings, () => refuseTakenAway(settings, shell.clock));
  const problem = `there is no database yet at ${settings.database.label}`;
  if (orElse === undefined) throw usageError(problem);
  const answer = await orElse(settings);
  for (const note of [...settings.notes, problem]) shell.remark(`note: ${note}`);
  return answer;
}

/** Adds the database's name to the error of `open`. */
export async function opening<T>(settings: Settings, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SettingsError || error instanceof StoreError)
      throw namedProblem(error, settings.database.label);
    const reason = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    throw new SettingsError(`database: ${settings.database.label} cannot be opened: ${reason}`, {
      cause: error,
    });
  }
}
