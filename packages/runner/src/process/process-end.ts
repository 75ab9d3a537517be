import { writeSync } from 'node:fs';
import { exitLine, neverLoadedLine, type Activity } from './exit-line.ts';

const MOST_FRAMES = 50;

export interface ProcessEndOptions {
  readonly program: string;
  /** The exit code when code that is not the program's own calls `process.exit`, whatever it asks for. */
  readonly foreignCode: number;
  /** The exit code when a job module never finishes loading. */
  readonly neverLoadedCode: number;
}

/** The end of this process: the program's own, or one that a job or a job module causes. */
export interface ProcessEnd {
  /** Ends the process with this exit code. */
  readonly leave: (code: number) => never;
  /** From now on `activity` says what the process is doing. */
  readonly during: (activity: () => Activity) => void;
  /** Listens to `exit`: whoever keeps listeners alive keeps this one too. */
  readonly onExit: (code: number) => void;
}

/**
 * Gives every exit of the process that does not come from `leave` one exit code, and says in one line who called it. A
 * crash (an uncaught exception) keeps Node's code. Called once in a process, before any code of the user's is loaded.
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
  // A listener of `exit` that calls `process.exit` again, or sets an exit code, would have the last word otherwise.
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

/** A job may have frozen `process`; then `reallyExit` alone decides. */
function setExitCode(code: number): void {
  try {
    process.exitCode = code;
  } catch {
    // Decided below.
  }
}

function print(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // Nobody reads it, and the process ends.
  }
}

/** Where `process.exit` was called: the first frame outside of Node below it. Null when the process ends without a call. */
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
    return { place: null }; // a job may have replaced how stacks are made
  } finally {
    Error.stackTraceLimit = limit;
  }
}
