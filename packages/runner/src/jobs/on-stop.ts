/**
 * What a job module may export as `onStop`: called once by `zenpulse-runner` when it stops, after the running jobs have
 * ended and everything is written, for what the module opened: a Nest context, a connection, a browser. Its promise is
 * awaited for what is left of `--grace`, and for two seconds at least.
 */
export type OnStop = () => unknown;
