/** Bad usage or settings. */
export const EXIT_USAGE = 2;
/** `--no-standby`: another runner has the lock (EX_TEMPFAIL of sysexits.h). */
export const EXIT_TEMPFAIL = 75;
/** Something that nobody foresaw. */
export const EXIT_FAILURE = 1;
