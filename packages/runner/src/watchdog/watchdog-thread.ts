import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { CELL, type WatchdogData } from './watchdog-cells.ts';
import { blockedLine } from './blocked-line.ts';
import { readThread } from './cpu-meter.ts';

/*
 * While the main thread is blocked, none of its code can run, and a worker's streams go through it. So this thread
 * writes to the file descriptor directly. It does not use its event loop: it sleeps, looks, and sleeps again.
 */

const POLL_MS = 500;
/** A block of this length is reported while it lasts; further lines follow at growing intervals. */
const SPEAK_AFTER_MS = 2_000;
const SPEAK_AGAIN_FACTOR = 5;
/** If it slept this much longer than intended, the whole process was stopped, which is not caused by a job. */
const STOPPED_MS = 1_000;

const { cells, jobKeys, statFile } = workerData as WatchdogData; // only `openWatchdog` starts this file

for (;;) {
  Atomics.wait(cells, CELL.awake, 0);
  watch();
}

/** Runs until there are no more runs. */
function watch(): void {
  let beat = Atomics.load(cells, CELL.beat);
  let beatAt = performance.now();
  let waitedAtBeat = waitedMs();
  let speakAfterMs = SPEAK_AFTER_MS;
  while (Atomics.load(cells, CELL.awake) === 1) {
    const sleptFrom = performance.now();
    Atomics.wait(cells, CELL.never, 0, POLL_MS);
    const now = performance.now();
    const newBeat = Atomics.load(cells, CELL.beat);
    if (newBeat !== beat || now - sleptFrom > POLL_MS + STOPPED_MS) {
      beat = newBeat;
      beatAt = now;
      waitedAtBeat = waitedMs();
      speakAfterMs = SPEAK_AFTER_MS;
    } else if (now - beatAt >= speakAfterMs) {
      speak(now - beatAt, waitedAtBeat);
      speakAfterMs *= SPEAK_AGAIN_FACTOR;
    }
  }
}

/** How long the other thread has waited for a processor so far; null where the system does not report it. */
function waitedMs(): number | null {
  return statFile === null ? null : (readThread(statFile)?.waitedMs ?? null);
}

function speak(blockedMs: number, waitedBefore: number | null): void {
  const waited = waitedMs();
  const turn = Atomics.load(cells, CELL.turn);
  const going = jobKeys.filter((_, index) => (cells[CELL.firstJob + index] ?? 0) > 0);
  const line = blockedLine({
    blockedMs,
    turn: turn === 0 ? null : (jobKeys[turn - 1] ?? null),
    going,
    waitedMs: waited === null || waitedBefore === null ? null : waited - waitedBefore,
  });
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // stderr is closed, and there is no other place to report it.
  }
}
