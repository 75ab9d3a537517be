import type { Request } from 'express';

/** The query string as it was sent, the same under Express 4 and 5: a repeated name is a list. */
export function queryOf(request: Request): Record<string, string | string[]> {
  const start = request.url.indexOf('?');
  const parameters = new URLSearchParams(start === -1 ? '' : request.url.slice(start + 1));
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return { ...query };
}
