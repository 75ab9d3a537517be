export const JOB_ISOLATIONS = ['inline', 'thread'] as const;

/** Where a job runs: in the runner's own thread, beside the others, or in one that it has for itself. */
export type JobIsolation = (typeof JOB_ISOLATIONS)[number];
