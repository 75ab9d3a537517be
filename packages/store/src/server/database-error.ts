/** The error of a statement from a server or its driver, as Prisma's driver adapters report it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** The adapter's own kind of error, such as `TooManyConnections`. */
  readonly kind: string;
  /** PostgreSQL's SQLSTATE or MySQL's number; '' if no server answered. */
  readonly code: string;
  /** MySQL's SQLSTATE; '' if there is none. */
  readonly state: string;

  constructor(payload: Readonly<Record<string, unknown>>) {
    super(messageOf(payload));
    this.kind = text(payload['kind']);
    this.code = text(payload['originalCode']);
    this.state = text(payload['state']);
  }
}

/** Converts an adapter's error to a `DatabaseError` with the server's message; returns other errors unchanged. */
export function asDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'DriverAdapterError') return error;
  return new DatabaseError(Object(error.cause) as Record<string, unknown>);
}

/** For an unreachable host the adapters only keep the address. */
function messageOf(payload: Readonly<Record<string, unknown>>): string | undefined {
  const { originalMessage, reason, message, kind, host, port } = payload;
  const address = isText(host) ? `${host}${port === undefined ? '' : `:${String(port)}`}` : null;
  const said = [originalMessage, reason, message].find(isText);
  return said ?? (address === null ? [kind].find(isText) : `no connection to ${address}`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function text(value: unknown): string {
  return isText(value) ? value : '';
}
