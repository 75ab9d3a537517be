import type { Handler, Route } from '../http/route.ts';

/** The description of the API. Made at the first request, and then kept. */
export function openApiHandler(routes: () => readonly Route[]): Handler {
  let made: Promise<unknown> | null = null;
  return async () => {
    made ??= import('../openapi/openapi.ts').then(({ openApiOf }) => openApiOf(routes()));
    return { status: 200, body: await made };
  };
}
