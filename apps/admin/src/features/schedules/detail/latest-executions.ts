/** How many of the newest executions a schedule's page asks for. */
export const LATEST = 6;
