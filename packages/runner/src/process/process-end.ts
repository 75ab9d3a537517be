import { writeSync } from 'node:fs';
import { exitLine, neverLoadedLine, type Activity } from './exit-line.ts';

const MOST_FRAMES = 50;

export interface ProcessEndOptions {
  readonly program: string;
  /** The exit code if other code calls `process.exit`, with whatever code. */
  readonly foreignCode: number;
  /** The exit code when a job module never finishes loading. */
  readonly neverLoadedCode: number;
}

/** Controls the end of this process, whether by the program itself or by a job or job module. */
export interface ProcessEnd {
  /** Ends the process with this exit code. */
  readonly leave: (code: number) => never;
  /** Sets the function that describes what the process is doing. */
  readonly during: (activity: () => Activity) => void;
  /** The listener of `exit`; it must stay registered. */
  readonly onExit: (code: number) => void;
}

/**
 * Gives every exit that does not come from `leave` one exit code, and prints one line with the place of the call. A
 * crash (an uncaught exception) keeps Node's code. Called once per process, before any user code is loaded.
 */
export function createProcessEnd(options: ProcessEndOptions): ProcessEnd {
  const { program, foreignCode, neverLoadedCode } = options;
  let activityNow: (() => Activity) | null = null;
  let code: number | null = null;

  const onExit = (askedCode: number): void => {
    if (code !== null) return;
    const activity = activityNow?.() ?? ({ kind: 'running', jobKeys: [] } as const);
    const call = callOfExit();
    if (call !== null) {
      code = foreignCode;
      print(exitLine({ program, askedCode, code, place: call.place, activity }));
    } else if (activity.kind === 'loading') {
      code = neverLoadedCode;
      print(neverLoadedLine(activity.module));
    } else {
      code = 1;
      print(`${program}: the process ended because nothing was left in it to wait for. Exit code ${code}`);
    }
    setExitCode(code);
  };
  process.on('uncaughtExceptionMonitor', () => {
    // Without another listener Node ends the process after this one, and prints the error itself.
    if (process.listenerCount('uncaughtException') === 0) code = 1;
  });
  process.on('exit', onExit);
  // Otherwise a listener of `exit` that calls `process.exit` again, or sets an exit code, would override it.
  const ending = process as unknown as { reallyExit: (code: number) => never }; // Node's own, undocumented
  const reallyExit = ending.reallyExit.bind(process);
  ending.reallyExit = (asked) => {
    onExit(asked); // all listeners may have been removed
    return reallyExit(code ?? asked);
  };

  return {
    leave: (own) => {
      code ??= own;
      process.exit(code);
    },
    during: (activity) => {
      activityNow = activity;
    },
    onExit,
  };
}

/** A job may have frozen `process`; then only `reallyExit` works. */
function setExitCode(code: number): void {
  try {
    process.exitCode = code;
  } catch {
    // `reallyExit` decides below.
  }
}

function print(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // stderr is closed, and the process ends.
  }
}

/**
 * Where `process.exit` was called: the first frame below it outside of Node. Null if the process ends without a call.
 */
function callOfExit(): { readonly place: string | null } | null {
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = MOST_FRAMES;
    const frames = String(new Error('exit').stack).split('\n');
    const exit = frames.findLastIndex((frame) => /\bprocess\.(?:exit|reallyExit)\b/.test(frame));
    if (exit === -1) return null;
    const caller = frames.slice(exit + 1).find((frame) => !frame.includes('node:'));
    return { place: caller?.replace(/^\s*at (?:.*\()?(?:file:\/\/)?/, '').replace(/\)$/, '') ?? null };
  } catch {
    return { place: null }; // a job may have replaced `Error.prepareStackTrace`
  } finally {
    Error.stackTraceLimit = limit;
  }
}
