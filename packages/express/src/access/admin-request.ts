import type { IncomingMessage } from 'node:http';

declare global {
  // Express's types and those of middleware (such as passport) extend this namespace. It is declared here too, so that
  // these types work without theirs.
  namespace Express {
    interface Request {}
  }
}

/**
 * A request as Express 4 and 5 pass it on, with fields that common middleware adds. `user` is what the application's
 * own login sets. For more, annotate the parameter: `authorize: (req: express.Request) => …`.
 */
export type AdminRequest = IncomingMessage &
  Express.Request & {
    /** The address as the browser sent it. */
    readonly originalUrl: string;
    /** The client's address, by Express's `trust proxy` setting. */
    readonly ip?: string | undefined;
    /** The logged-in user, set by the application's own login. */
    readonly user?: Readonly<Record<string, unknown>> | undefined;
    /** A header, by its name in any case. */
    get(name: string): string | undefined;
  };
