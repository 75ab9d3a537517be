import type { OutputLine } from '@zenpulse/core/ports';
import { OutputReader } from '@zenpulse/store';
import { failure } from '../command-error.ts';
import type { OpenStore } from '../open-store.ts';
import { colorOutcome } from '../output/outcome-color.ts';
import { harmless } from '../output/table.ts';
import { pause } from '../pause.ts';
import type { Shell } from '../shell.ts';
import type { JsonFlag } from '../store-command.ts';
import { waitForOutcome } from './wait-for-outcome.ts';

const LOOK_EVERY_MS = 1_000;
/** How often to look for the first lines without `--follow`: a runner writes them once it knows of the watch. */
const LOOKS = 5;
const RECORDED_WITHIN_MS = 5_000;

export interface RunOutputFlags extends JsonFlag {
  readonly follow: boolean;
}

/**
 * Prints what a run writes: the newest lines, and with `--follow` each new one until the run ends. Of a run that has
 * ended, the recorded output.
 */
export async function printRunOutput(
  runId: string,
  flags: RunOutputFlags,
  store: OpenStore,
  shell: Shell,
): Promise<void> {
  const reader = new OutputReader(store.backend);
  const stop = shell.interruption();
  let seen = 0;
  for (let look = 1; !stop.aborted; look += 1) {
    const part = await reader.read(runId, seen);
    if (part === null) throw failure('the output of too many runs is being watched; try again later');
    if (part.cut > 0) shell.remark(`note: ${part.cut} lines are not shown: only the newest are kept`);
    for (const line of part.lines) shell.print(flags.json ? jsonOf(line) : lineText(line));
    seen = part.lines.at(-1)?.seq ?? seen;
    if (part.stage === 'ended') return tellEnd(runId, seen > 0, flags, store, shell);
    if (!flags.follow && (seen > 0 || look === LOOKS)) break;
    await pause(shell.clock, LOOK_EVERY_MS, stop);
  }
  if (seen === 0) shell.remark(`note: the run ${runId} has written nothing yet`);
}

/** `hasPrinted`: its lines came while it ran, so the recorded ones are not repeated. */
async function tellEnd(
  runId: string,
  hasPrinted: boolean,
  { json }: RunOutputFlags,
  { backend }: OpenStore,
  shell: Shell,
): Promise<void> {
  const { clock } = backend;
  const interruption = shell.interruption();
  const execution = await waitForOutcome(runId, RECORDED_WITHIN_MS, { backend, clock, interruption });
  if (execution === null) return shell.remark(`note: the run ${runId} has ended; no execution is recorded`);
  const { output, status } = execution;
  if (!hasPrinted && output !== null && output !== '')
    shell.print(json ? JSON.stringify({ output }) : harmless(output.trimEnd()));
  shell.remark(`note: the run ${runId} has ended: ${colorOutcome(status, shell.hasColor)}`);
}

function jsonOf({ at, ...line }: OutputLine): string {
  return JSON.stringify({ ...line, at: new Date(at).toISOString() });
}

function lineText({ at, level, text }: OutputLine): string {
  return `${new Date(at).toISOString()}  ${level.padEnd(5)}  ${harmless(text)}`;
}
