import { readFile } from 'node:fs/promises';

/** A job's own line at its beginning. Instants are epoch milliseconds. */
export interface Start {
  readonly jobKey: string;
  readonly scheduledAt: number;
  readonly attempt: number;
  readonly runId: string;
  readonly pid: number;
  readonly at: number;
}

/** A job's own line at its end. */
export interface End {
  readonly runId: string;
  readonly at: number;
  readonly isFailed: boolean;
}

/** What the jobs themselves say. */
export interface Truth {
  readonly starts: readonly Start[];
  readonly ends: ReadonlyMap<string, End>;
}

export async function readTruth(file: string): Promise<Truth> {
  return parseTruth(await readFile(file, 'utf8').catch(() => ''));
}

/** Throws for a line that is none: each is one write, so even a killed process leaves whole ones. */
export function parseTruth(text: string): Truth {
  const starts: Start[] = [];
  const ends = new Map<string, End>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [what, jobKey, due = '', attempt, runId = '', pid, at = '', how] = line.split(' ');
    if (what === 'start' && jobKey !== undefined) {
      const scheduledAt = Date.parse(due);
      starts.push({
        jobKey,
        scheduledAt,
        attempt: Number(attempt),
        runId,
        pid: Number(pid),
        at: Date.parse(at),
      });
    } else if (what === 'end' && (how === 'done' || how === 'failed')) {
      ends.set(runId, { runId, at: Date.parse(at), isFailed: how === 'failed' });
    } else {
      throw new Error(`expected a line of the truth, got ${JSON.stringify(line)}`);
    }
  }
  return { starts, ends };
}
