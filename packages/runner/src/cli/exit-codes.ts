/** Bad usage or settings, or a schedule that does not exist. */
export const EXIT_USAGE = 2;
/** `--no-standby`: another runner has the lock (EX_TEMPFAIL of sysexits.h). */
export const EXIT_TEMPFAIL = 75;
/** An unexpected error, or a run that did not succeed. */
export const EXIT_FAILURE = 1;
/** Ctrl-C before the answer (128 plus the number of SIGINT). */
export const EXIT_INTERRUPTED = 130;
