import type { Request } from 'express';

/** The query string as it was sent, the same under Express 4 and 5: a repeated name is a list. */
export function queryOf(request: Request): Record<string, string | string[]> {
  const parameters = new URLSearchParams(addressOf(request.url).query);
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return { ...query };
}

/** Path and query of a request line's address, neither decoded nor parsed: no text is malformed here. */
export function addressOf(url: string): { readonly path: string; readonly query: string } {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
}
