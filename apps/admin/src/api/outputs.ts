import { PATHS, type OutputLineDto, type RunOutputDto } from '@zenpulse/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from './request.ts';

/** How many lines the page keeps. */
const MOST_LINES = 2_000;
/** How often to ask where no event says that there is something new. */
const ASK_MS = 1_000;
/** The same where events do: often enough that the run stays watched. */
const RENEW_MS = 10_000;

/** What the page knows of a run's output: the newest lines. */
export interface SeenOutput extends Pick<RunOutputDto, 'isRunning' | 'isWaiting' | 'progress'> {
  readonly lines: readonly OutputLineDto[];
  /** How many lines are missing before them or between them. */
  readonly cut: number;
}

/** The output of a running job, kept after its end. `hasEvents`: the server reports what is new. */
export function runOutput(runId: string, hasEvents: boolean) {
  return queryOptions({
    queryKey: ['output', runId],
    queryFn: async ({ client, queryKey, signal }): Promise<SeenOutput> => {
      const before = client.getQueryData<SeenOutput>(queryKey);
      const query = { after: before?.lines.at(-1)?.seq };
      const part = await request<RunOutputDto>(PATHS.output, { params: { runId }, query, signal });
      return withPart(before, part);
    },
    refetchInterval: ({ state: { data } }) => {
      const hasEnded = data !== undefined && !data.isRunning && !data.isWaiting;
      if (hasEnded) return false;
      return hasEvents && data !== undefined ? RENEW_MS : ASK_MS;
    },
    structuralSharing: false,
  });
}

/** True once the output of a run that is shown said that it has ended: the runners' reports may say so later. */
export function useHasEnded(runId: string): boolean {
  const { data } = useQuery({ ...runOutput(runId, true), enabled: false });
  return data !== undefined && !data.isRunning && !data.isWaiting;
}

export function withPart(before: SeenOutput | undefined, part: RunOutputDto): SeenOutput {
  const { isRunning, isWaiting } = part;
  const all = [...(before?.lines ?? []), ...part.lines];
  const dropped = Math.max(0, all.length - MOST_LINES);
  return {
    lines: dropped === 0 ? all : all.slice(dropped),
    cut: (before?.cut ?? 0) + part.cut + dropped,
    isRunning,
    isWaiting,
    progress: part.progress ?? before?.progress ?? null,
  };
}
