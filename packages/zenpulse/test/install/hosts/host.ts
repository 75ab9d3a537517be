/** A common kind of application, and what is tried in it. */
export interface Host {
  readonly name: string;
  /** In addition to the package and Express 5. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Default: npm. */
  readonly manager?: 'yarn 4';
  readonly files: Readonly<Record<string, string>>;
  readonly trials: readonly [Trial, ...Trial[]];
  /** The server whose URL the processes get as `ZENPULSE_DATABASE_URL`; default: SQLite. */
  readonly server?: 'postgres' | 'mysql';
}

export interface Trial {
  readonly name: string;
  /** Commands run in order in the application's folder: `node`, or a name in `node_modules/.bin`. */
  readonly commands: readonly (readonly [string, ...string[]])[];
  readonly env?: Readonly<Record<string, string>>;
  /** The application to start afterwards: it prints `port N.`, and its admin and jobs are used. */
  readonly app?: string;
  /** True to open the page in Chromium too, if it is installed. */
  readonly hasBrowser?: boolean;
}

/** The jobs that are scheduled and observed in every application. */
export const SCRATCH_JOBS = `const { isMainThread } = require('node:worker_threads');
const { zenpulseJob } = require('zenpulse');
zenpulseJob('scratch.tick', ({ params, log }) => log.info('ticked for ' + params.who));
zenpulseJob('scratch.thread', { isolation: 'thread' }, ({ params, log }) =>
  log.info((isMainThread ? 'not' : 'threaded') + ' for ' + params.who));
`;
