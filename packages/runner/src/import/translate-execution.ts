import {
  NOTHING_RECORDED,
  show,
  type Execution,
  type InputIssue,
  type Schedule,
} from '@zenpulse/core/domain';
import { describeThrown } from '@zenpulse/core/engine';
import { newId } from '@zenpulse/store';

/** The schedule that the runs belong to. In a dry run the id is empty. */
export type HistoryOwner = Pick<Schedule, 'id' | 'jobKey' | 'variant'>;

/** A run of the original as an execution here, or the problems of its row. */
export type TranslatedExecution =
  | { readonly execution: Execution; readonly issues: null }
  | { readonly execution: null; readonly issues: readonly InputIssue[] };

/**
 * The original's `duration_ms` was always 0.0, so a 0 is treated as unknown. Its `run_time` was taken at the end of the
 * run.
 */
export function translateExecution(
  original: Readonly<Record<string, unknown>>,
  { id: scheduleId, jobKey, variant }: HistoryOwner,
): TranslatedExecution {
  const { run_time: runTime, status, duration_ms: duration, hostname, pid } = original;
  const at = typeof runTime === 'string' ? Date.parse(runTime) : Number.NaN;
  if (Number.isNaN(at)) return refused('run_time', 'an instant such as "2026-01-31T08:30:00Z"', runTime);
  if (status !== 'success' && status !== 'fail') return refused('status', '"success" or "fail"', status);
  const execution: Execution = {
    ...NOTHING_RECORDED,
    id: newId(),
    scheduleId,
    jobKey,
    variant,
    status,
    scheduledAt: at,
    runTime: at,
    durationMs: typeof duration === 'number' && duration > 0 ? duration : null,
    ...errorOf(original),
    hostname: typeof hostname === 'string' ? hostname : '',
    pid: typeof pid === 'number' && Number.isSafeInteger(pid) ? pid : 0,
    attempt: 1,
    origin: 'schedule',
    coalescedCount: 1,
  };
  return { execution, issues: null };
}

type RecordedError = Pick<Execution, 'exceptionType' | 'exceptionMessage' | 'traceback'>;

/** With the same limits and redaction as errors recorded here. */
function errorOf(original: Readonly<Record<string, unknown>>): RecordedError {
  const { exception_type: name, exception_message: message, traceback: stack } = original;
  if (typeof name !== 'string' && typeof message !== 'string') {
    return { exceptionType: null, exceptionMessage: null, traceback: null };
  }
  return describeThrown({ name, message: message ?? '', ...(typeof stack === 'string' ? { stack } : {}) });
}

function refused(path: string, what: string, got: unknown): TranslatedExecution {
  return { execution: null, issues: [{ path, message: `expected ${what}, got ${show(got)}` }] };
}
