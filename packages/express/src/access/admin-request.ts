import type { IncomingMessage } from 'node:http';

declare global {
  // Express's types and those of middleware (passport, say) add to this namespace. Declared here as well, so that
  // these types stand without them.
  namespace Express {
    interface Request {}
  }
}

/**
 * A request as Express 4 and 5 hand it on, with what middleware is known to add. `user` is whatever the
 * application's own login puts there. For more, say what your requests are: `authorize: (req: express.Request) => …`.
 */
export type AdminRequest = IncomingMessage &
  Express.Request & {
    /** The address as the browser asked for it. */
    readonly originalUrl: string;
    /** Whom it comes from, as far as the application trusts its proxies. */
    readonly ip?: string | undefined;
    /** Who is logged in, as the application's own login says. */
    readonly user?: Readonly<Record<string, unknown>> | undefined;
    /** A header, by its name in any case. */
    get(name: string): string | undefined;
  };
