import type { Execution } from '@zenpulse/core/domain';

/** The column of the runs that held the slots: a JSON array of their ids, or NULL. */
export function heldByText({ heldBy }: Execution): string | null {
  return heldBy === null ? null : JSON.stringify(heldBy);
}

/** The run ids in the column; null if it contains anything else, as after SQL by hand. */
export function heldByIn(text: string | null): readonly string[] | null {
  if (text === null) return null;
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.map(String) : null;
  } catch {
    return null;
  }
}
