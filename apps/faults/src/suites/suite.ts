import { pause, seen } from '../pause.ts';
import type { DatabaseKind } from '../world/database.ts';
import type { KeptRunner } from '../world/kept-runner.ts';
import type { Sandbox } from '../world/sandbox.ts';

export interface Suite {
  readonly name: string;
  /** The description in the help. */
  readonly text: string;
  readonly databases: readonly DatabaseKind[];
  readonly runners: readonly string[];
  readonly isProxied?: boolean;
  /** The default of `--times`: a number of faults, or of minutes. */
  readonly times: number;
  /** True if `times` is a duration, which is not divided among parallel sandboxes. */
  readonly isMinutes?: boolean;
  inject(sandbox: Sandbox, times: number): Promise<void>;
}

const PATIENCE_MS = 90_000;

/** Waits for an active runner and one on standby; null, with a recorded problem, if that takes too long. */
export async function ready({ holder, standbys, troubles }: Sandbox): Promise<KeptRunner | null> {
  if (await seen(() => holder() !== undefined && standbys().length > 0, PATIENCE_MS)) return holder() ?? null;
  troubles.push(
    `at ${new Date().toISOString()} nobody had fired, or nobody had stood by, for ${PATIENCE_MS / 1000} s`,
  );
  return null;
}

/**
 * Waits for a random moment. Half of them are near the start of a second, when everything is due at once: decisions,
 * starts and records fall into the 60 ms after it.
 */
export async function someMoment({ chance }: Sandbox, fromMs: number, toMs: number): Promise<void> {
  await pause(chance.between(fromMs, toMs));
  if (chance.is(0.5)) return;
  const untilSecond = 1_000 - (Date.now() % 1_000);
  await pause(untilSecond + chance.between(-5, 60));
}
