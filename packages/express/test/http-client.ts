import { request as open, type IncomingHttpHeaders } from 'node:http';

export interface Sent {
  readonly method?: string;
  /** The path exactly as sent in the request line; not normalised. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/json`, unless the headers set another type. */
  readonly json?: unknown;
  /** Sent unchanged, with its length; a list is sent in chunks, without a length. */
  readonly body?: string | Buffer | readonly (string | Buffer)[];
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body parsed as JSON; the caller casts it. */
  json(): unknown;
}

/** One request over a connection of its own, with exactly the headers given (and `Host`, unless given). */
export function send(
  port: number,
  { method = 'GET', path, headers = {}, json, body }: Sent,
): Promise<Answer> {
  const isJson = json !== undefined;
  const payload = isJson ? JSON.stringify(json) : body;
  const all: Record<string, string> = {
    ...(isJson ? { 'content-type': 'application/json' } : {}),
    ...headers,
  };
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
    all['content-length'] ??= String(Buffer.byteLength(payload));
  }
  return new Promise((resolve, reject) => {
    const request = open(
      { host: '127.0.0.1', port, method, path, headers: all, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: () => JSON.parse(text) as unknown,
          });
        });
      },
    );
    // An early answer may close the connection while the rest of a body is being sent: `resolve` came first.
    request.on('error', reject);
    if (payload === undefined) request.end();
    else if (typeof payload === 'string' || Buffer.isBuffer(payload)) request.end(payload);
    else {
      for (const chunk of payload) request.write(chunk);
      request.end();
    }
  });
}
