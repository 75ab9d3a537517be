/**
 * The type of `onStop`, which a job module may export: `zenpulse-runner` calls it once when it stops, after running
 * jobs have ended and everything is written, to close what the module opened: a Nest context, a connection, a browser.
 * Its promise is awaited for the rest of `--grace`, and at least two seconds.
 */
export type OnStop = () => unknown;
