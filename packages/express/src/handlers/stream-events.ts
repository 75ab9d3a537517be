import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { ApiError } from '../http/api-error.ts';
import type { StreamHandler } from '../http/route.ts';
import { refuseForeign } from '../http/same-origin.ts';
import { EventStream } from '../live/event-stream.ts';
import { LiveEvents } from '../live/live-events.ts';

/** Tells a page what may have changed, as server-sent events. */
export const streamEvents: StreamHandler = (request, response, { live }, mayStay) => {
  refuseForeign(request);
  if (request.method === 'HEAD') {
    headOf(response);
    return;
  }
  if (response.destroyed) return; // it left while it was decided whether it may enter
  if (LiveEvents.isFull) {
    response.setHeader('Retry-After', '60');
    throw new ApiError('too_many_streams', 'too many pages are open; this one asks again from time to time');
  }
  live.add({ stream: new EventStream(response), mayStay, isServed: () => isListening(request) });
};

function headOf(response: ServerResponse): void {
  response.statusCode = 200;
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  response.end();
}

/** A server that was closed waits for its connections, of which a stream is one. */
function isListening({ socket }: IncomingMessage): boolean {
  const { server } = socket as { readonly server?: Pick<Server, 'listening'> }; // Node sets it on what a server accepts
  return server?.listening !== false;
}
