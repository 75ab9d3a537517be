import { closeSync, constants } from 'node:fs';
import type { JournalRewrite } from '@zenpulse/core/ports';
import { createUnnamedSegment, type JournalSegment, type UnnamedSegment } from './journal-segment.ts';
import { openPlainFile } from './plain-files.ts';

/** So much of what was appended meanwhile is copied in one step; with less than that left, the rewrite ends. */
const COPIED_IN_A_STEP = 524_288;

export interface SegmentRewriteOptions {
  readonly segment: JournalSegment;
  /** Where the segment is. */
  readonly path: string;
  /** Where the new one will be. */
  readonly nextPath: string;
  /** True once the segment is not what the new one must continue: it was closed, replaced or lacks lines. */
  readonly isOver: () => boolean;
  /** Called with the new segment, and how many of its bytes were appended meanwhile. */
  readonly onDone: (next: JournalSegment, appended: number) => void;
  readonly onFailed: (error: unknown) => void;
}

/**
 * Replaces a segment in steps. The new one has no name until it has everything, so that a process that is killed leaves
 * the old one. Throws if it cannot begin.
 */
export function rewriteInSteps(options: SegmentRewriteOptions): JournalRewrite {
  const { segment, path, nextPath, isOver, onDone, onFailed } = options;
  if (!segment.isInPlace()) throw new Error(`expected ${path} to be the journal, it is not`);
  const begunAt = segment.length();
  const reading = openPlainFile(path, constants.O_RDONLY);
  let copied = begunAt;
  let next: UnnamedSegment;
  try {
    next = createUnnamedSegment(nextPath);
  } catch (error) {
    closeSync(reading);
    throw error;
  }
  let isEnded = false;
  const end = (): void => {
    if (isEnded) return;
    isEnded = true;
    closeSync(reading);
    next.discard();
  };
  const attempt = <T>(work: () => T, failed: T): T => {
    if (isEnded) return failed;
    try {
      if (isOver()) throw new Error('the journal was closed, or could not be written');
      return work();
    } catch (error) {
      end();
      onFailed(error);
      return failed;
    }
  };
  return {
    add: (lines) =>
      attempt(() => {
        if (lines.length > 0) next.append(`${lines.join('\n')}\n`);
        return true;
      }, false),
    finish: () =>
      attempt<'more' | 'done' | 'failed'>(() => {
        const left = segment.length() - copied;
        const length = Math.min(left, COPIED_IN_A_STEP);
        next.copy(reading, copied, length);
        copied += length;
        if (length < left) return 'more';
        onDone(next.name(), copied - begunAt);
        end();
        return 'done';
      }, 'failed'),
    abandon: end,
  };
}
