import { constants } from 'node:os';

/** A signal repeated within this time is ignored: terminals, process managers and libraries send it twice. */
const SAME_SIGNAL_MS = 1_000;
/** 128 plus the number of SIGINT. */
const EXIT_INTERRUPTED = 130;

/** The handling of this process's signals, from its first line on. */
export interface HeardSignals {
  readonly names: readonly NodeJS.Signals[];
  readonly listener: (signal: NodeJS.Signals) => void;
  /** Until this is called, a signal ends the process at once with exit code 0: nothing has been started yet. */
  readonly onStop: (stop: (signal: NodeJS.Signals) => void) => void;
}

/**
 * Handles the signals that stop a program.
 *
 *   first signal ─▶ stop ── another within a second, or one that this process sends itself ─▶ ignored
 *                     └──── another later ─▶ exit code 130 at once
 *
 * Some libraries send the signal to their own process again after handling it; Nest's shutdown hooks do, when they have
 * finished.
 */
export function hearSignals(leave: (code: number) => never): HeardSignals {
  const names = signalsOfStops();
  const sentByItself = noteOwnSignals(names);
  let stop: (signal: NodeJS.Signals) => void = () => leave(0);
  let stoppingSince: number | null = null;
  const now = performance.now.bind(performance);

  const listener = (signal: NodeJS.Signals): void => {
    const isOwn = sentByItself.delete(signal);
    if (stoppingSince === null) {
      stoppingSince = now();
      stop(signal);
    } else if (!isOwn && now() - stoppingSince >= SAME_SIGNAL_MS) {
      leave(EXIT_INTERRUPTED);
    }
  };
  for (const name of names) process.on(name, listener);
  return {
    names,
    listener,
    onStop: (given) => {
      stop = given;
    },
  };
}

/** SIGUSR2 is nodemon's restart, unless Node is configured to write a report or a heap snapshot on it. */
function signalsOfStops(): NodeJS.Signals[] {
  const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  const isUsedByNode = /--report-on-signal|--heapsnapshot-signal[= ]SIGUSR2/.test(flags);
  return ['SIGTERM', 'SIGINT', 'SIGHUP', ...(isUsedByNode ? [] : (['SIGUSR2'] as const))];
}

/** The signals that this process has sent to itself and not received yet. */
function noteOwnSignals(names: readonly NodeJS.Signals[]): Set<NodeJS.Signals> {
  const sent = new Set<NodeJS.Signals>();
  const kill = process.kill.bind(process);
  process.kill = (pid, signal = 'SIGTERM') => {
    const name = names.find((name) => name === signal || constants.signals[name] === signal);
    if (pid === process.pid && name !== undefined) sent.add(name);
    return kill(pid, signal);
  };
  return sent;
}
