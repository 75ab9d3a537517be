import type { Start } from '../truth.ts';
import type { Fault } from '../world/sandbox.ts';

/**
 * How long each measured fault delayed the jobs: from the fault to the first start, in another process, of an
 * occurrence due after it. This includes the wait until that occurrence was due (all are due on whole seconds).
 */
export function takeovers(faults: readonly Fault[], starts: readonly Start[]): number[] {
  const inOrder = [...starts].sort((a, b) => a.at - b.at);
  return faults.flatMap((fault, index) => {
    if (!fault.isMeasured) return [];
    const next = faults[index + 1]?.at ?? Infinity;
    const first = inOrder.find(
      ({ at, scheduledAt, pid }) => at > fault.at && scheduledAt > fault.at && !fault.pids.includes(pid),
    );
    return first === undefined || first.at > next ? [] : [first.at - fault.at];
  });
}

export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

export function worst(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.max(...numbers);
}
