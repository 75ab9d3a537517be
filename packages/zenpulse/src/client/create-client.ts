import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../generated/api.ts';

/** Where the API is, and how to enter. */
export interface ZenpulseClientOptions {
  /** The address of the mount, such as `https://app.example.com/zenpulse`. */
  readonly url: string | URL;
  /** A machine's token, `zp_…`, from `zenpulse tokens create`. Without one the request says nothing of who asks. */
  readonly token?: string | undefined;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** In place of the global `fetch`, for example with a timeout of its own. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/**
 * The API by method and path, as `openapi-fetch` offers it: `client.GET('/api/schedules', { params: { query } })` resolves to
 * `{ data, error, response }`.
 */
export type ZenpulseClient = Client<paths>;

/** The shapes of the API's answers by name, such as `ZenpulseSchemas['ScheduleItem']`. */
export type ZenpulseSchemas = components['schemas'];

/** A client of the admin's API whose types are made from the API's own description. Nothing is sent before the first call. */
export function createClient({ url, token, headers, fetch }: ZenpulseClientOptions): ZenpulseClient {
  return createFetchClient<paths>({
    baseUrl: String(url).replace(/\/+$/, ''),
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(fetch !== undefined && { fetch }),
  });
}
