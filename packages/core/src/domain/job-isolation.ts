export const JOB_ISOLATIONS = ['inline', 'thread'] as const;

/** Where a job runs: in the runner's own thread with other jobs, or in a thread of its own. */
export type JobIsolation = (typeof JOB_ISOLATIONS)[number];
