import { runOutputQuery, toIso, type RunOutputDto } from '@zenpulse/contract';
import { runIdRule } from '@zenpulse/core/domain';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';

const pathRule = z.object({ runId: runIdRule });

/** The output of a running job. Asking for it makes its runner write it. */
export const getRunOutput: Handler = async ({ params, query }, { output }) => {
  const { runId } = pathRule.parse(params);
  const { after } = runOutputQuery.parse(query);
  const part = await output.read(runId, after);
  if (part === null)
    throw new ApiError('too_many_watches', 'the output of too many runs is being watched; ask again later');
  const { stage, lines, cut, progress } = part;
  const body: RunOutputDto = {
    runId,
    lines: lines.map((line) => ({ ...line, at: toIso(line.at) })),
    cut,
    isRunning: stage === 'running',
    isWaiting: stage === 'waiting',
    progress,
  };
  return { status: 200, body };
};
