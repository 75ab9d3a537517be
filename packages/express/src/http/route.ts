import type { ServerResponse } from 'node:http';
import type { Installation } from '../installation.ts';
import type { MountedRequest } from './mounted-request.ts';

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

/** Answers by itself, with a body that has no end. `mayStay` asks again who may enter. */
export type StreamHandler = (
  request: MountedRequest,
  response: ServerResponse,
  installation: Installation,
  mayStay: () => Promise<boolean>,
) => void;

interface Addressed {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the mount, as in the contract's `PATHS`. */
  readonly path: string;
}

export type Route = Addressed & ({ readonly handler: Handler } | { readonly stream: StreamHandler });
