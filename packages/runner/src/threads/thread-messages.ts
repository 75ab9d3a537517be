import type { MessagePort } from 'node:worker_threads';
import type { ThrownDescription } from '@zenpulse/core/domain';
import type { ThreadCall, ThreadEvents } from '@zenpulse/core/ports';

/** What a thread begins with, once in its life. */
export interface ThreadData {
  /** The job modules' files. */
  readonly modules: readonly string[];
}

/** What it begins with for each run. */
export interface ThreadTask {
  readonly port: MessagePort;
}

export type ToThread =
  | { readonly kind: 'run'; readonly call: ThreadCall }
  | { readonly kind: 'abort'; readonly reason: Pick<Error, 'name' | 'message'> }
  /** There is no run for it after all. */
  | { readonly kind: 'leave' };

export type FromThread =
  | { readonly kind: 'ready' }
  /** The job modules cannot be loaded: it is of no use. */
  | { readonly kind: 'unfit'; readonly thrown: ThrownDescription }
  | {
      readonly kind: 'line';
      readonly level: Parameters<ThreadEvents['onLine']>[0];
      readonly text: string;
    }
  | { readonly kind: 'end'; readonly thrown: ThrownDescription | null };

/** What a thread says outside of its runs, for the runner's log. */
export interface ThreadRemark {
  readonly kind: 'remark';
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: object;
  readonly sentence: string;
}

/** A job may send its parent whatever it likes. */
export function isRemark(message: unknown): message is ThreadRemark {
  const { kind, level } = (message ?? {}) as Partial<ThreadRemark>;
  return kind === 'remark' && (level === 'info' || level === 'warn' || level === 'error');
}
