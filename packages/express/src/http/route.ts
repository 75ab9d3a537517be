import type { Installation } from '../installation.ts';

interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[]>>;
  /** The parsed JSON; undefined if there was no body. */
  readonly body: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  /** Absent for 204. */
  readonly body?: unknown;
}

export type Handler = (request: ApiRequest, installation: Installation) => Promise<ApiAnswer>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the mount, as in the contract's `PATHS`. */
  readonly path: string;
  readonly handler: Handler;
}
