/** What a server or its driver said of a statement, as Prisma's driver adapters report it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** The adapter's own class of errors, such as `TooManyConnections`. */
  readonly kind: string;
  /** PostgreSQL's five characters or MySQL's number; '' where no server answered. */
  readonly code: string;
  /** MySQL's five characters; '' for none. */
  readonly state: string;

  constructor(payload: Readonly<Record<string, unknown>>) {
    super(messageOf(payload));
    this.kind = text(payload['kind']);
    this.code = text(payload['originalCode']);
    this.state = text(payload['state']);
  }
}

/** The error that an adapter threw, with the server's words; any other one as it is. */
export function asDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'DriverAdapterError') return error;
  return new DatabaseError(Object(error.cause) as Record<string, unknown>);
}

/** Of a host that cannot be reached the adapters keep only the address. */
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
