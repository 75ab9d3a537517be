/** An application of a kind that many have, and what is tried in it. */
export interface Host {
  readonly name: string;
  /** Besides the package and Express 5. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** npm without. */
  readonly manager?: 'yarn 4';
  readonly files: Readonly<Record<string, string>>;
  readonly trials: readonly [Trial, ...Trial[]];
  /** The server whose URL the processes get as `ZENPULSE_DATABASE_URL`; SQLite without. */
  readonly server?: 'postgres' | 'mysql';
}

export interface Trial {
  readonly name: string;
  /** Run one after the other in the application's folder; `node`, or what is in `node_modules/.bin`. */
  readonly commands: readonly (readonly [string, ...string[]])[];
  readonly env?: Readonly<Record<string, string>>;
  /** The application to start then: it prints `port N.`, and its admin and jobs are used. */
  readonly app?: string;
  /** Whether the page is opened in Chromium too, where there is one. */
  readonly hasBrowser?: boolean;
}

/** The jobs that are scheduled and watched wherever an application is used. */
export const SCRATCH_JOBS = `const { isMainThread } = require('node:worker_threads');
const { zenpulseJob } = require('zenpulse');
zenpulseJob('scratch.tick', ({ params, log }) => log.info('ticked for ' + params.who));
zenpulseJob('scratch.thread', { isolation: 'thread' }, ({ params, log }) =>
  log.info((isMainThread ? 'not' : 'threaded') + ' for ' + params.who));
`;
