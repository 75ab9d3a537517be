import { readFile } from 'node:fs/promises';

/** The line that a job writes when it begins. Instants are epoch milliseconds. */
export interface Start {
  readonly jobKey: string;
  readonly scheduledAt: number;
  readonly attempt: number;
  readonly runId: string;
  readonly pid: number;
  readonly at: number;
}

/** The line that a job writes when it ends. */
export interface End {
  readonly runId: string;
  readonly at: number;
  readonly isFailed: boolean;
}

/** Everything that the jobs themselves recorded. */
export interface Truth {
  readonly starts: readonly Start[];
  readonly ends: ReadonlyMap<string, End>;
}

export async function readTruth(file: string): Promise<Truth> {
  return parseTruth(await readFile(file, 'utf8').catch(() => ''));
}

/** Throws on an invalid line: each line is one write, so even a killed process leaves only whole ones. */
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
