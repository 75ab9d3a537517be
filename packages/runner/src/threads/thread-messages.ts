import type { MessagePort } from 'node:worker_threads';
import type { ThrownDescription } from '@zenpulse/core/domain';
import type { FloodLine, OutputLevel, ThreadCall } from '@zenpulse/core/ports';

/** The data that a thread starts with. */
export interface ThreadData {
  /** The job modules' files. */
  readonly modules: readonly string[];
}

/** The data of each task. */
export interface ThreadTask {
  readonly port: MessagePort;
}

export type ToThread =
  | { readonly kind: 'run'; readonly call: ThreadCall }
  | { readonly kind: 'abort'; readonly reason: Pick<Error, 'name' | 'message'> }
  /** There is no run for it. */
  | { readonly kind: 'leave' };

export type FromThread =
  | { readonly kind: 'ready' }
  /** The job modules cannot be loaded, so the thread is unusable. */
  | { readonly kind: 'unfit'; readonly thrown: ThrownDescription }
  | {
      readonly kind: 'line';
      readonly level: OutputLevel;
      readonly text: string;
    }
  | { readonly kind: 'flood'; readonly lines: readonly FloodLine[]; readonly skipped: number }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'end'; readonly thrown: ThrownDescription | null };

/** A line from a thread for the runner's log, outside of its runs. */
export interface ThreadRemark {
  readonly kind: 'remark';
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: object;
  readonly sentence: string;
}

/** A check, since a job may send any message to its parent. */
export function isRemark(message: unknown): message is ThreadRemark {
  const { kind, level } = (message ?? {}) as Partial<ThreadRemark>;
  return kind === 'remark' && (level === 'info' || level === 'warn' || level === 'error');
}
