import { OUTPUT_LEVELS, type RunOutput } from '@zenpulse/core/ports';
import { z } from 'zod';
import { cleanJson } from '../server/clean-text.ts';

const count = z.number().nonnegative();
const rule = z.object({
  runId: z.string(),
  lines: z.array(z.object({ seq: z.int(), at: z.number(), level: z.enum(OUTPUT_LEVELS), text: z.string() })),
  progress: z.object({ done: count, total: count.nullable() }).nullable(),
  isEnded: z.boolean(),
});

export function outputText(output: RunOutput): string {
  return cleanJson(output);
}

/** Null for anything but the output of that run: another release may have written it, or somebody by hand. */
export function readOutput(text: string | null, runId: string): RunOutput | null {
  try {
    const { success, data } = rule.safeParse(JSON.parse(text ?? 'null'));
    return success && data.runId === runId ? data : null;
  } catch {
    return null;
  }
}
