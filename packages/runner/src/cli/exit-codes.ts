/** Bad usage or settings, or a schedule that does not exist. */
export const EXIT_USAGE = 2;
/** `--no-standby`: another runner has the lock (EX_TEMPFAIL of sysexits.h). */
export const EXIT_TEMPFAIL = 75;
/** Something that nobody foresaw, or a run that did not succeed. */
export const EXIT_FAILURE = 1;
/** Ctrl-C while the answer was still to come (128 and the number of SIGINT). */
export const EXIT_INTERRUPTED = 130;
