import { addressOf, type MountedRequest } from './mounted-request.ts';

/** The query string as sent, parsed the same way under Express 4 and 5: a repeated name gives a list. */
export function queryOf(request: MountedRequest): Record<string, string | string[]> {
  const parameters = new URLSearchParams(addressOf(request.url ?? '').query);
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return { ...query };
}
