import type { ServerResponse } from 'node:http';
import type { Role } from '@zenpulse/contract';
import type { Caller } from '../access/caller.ts';
import type { ScheduleRules } from '../access/schedule-rules.ts';
import type { Installation } from '../installation.ts';
import type { MountedRequest } from './mounted-request.ts';

export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[]>>;
  /** The parsed JSON; undefined if there was no body. */
  readonly body: unknown;
  /** Who asks. The role has been checked already; `name` goes into the record of changes. */
  readonly actor: Caller;
  /** True if `readOnly` caps everybody at viewer. */
  readonly isReadOnly: boolean;
  /** What the application's rule lets the caller do to schedules, within the role. A handler that changes one asks it. */
  readonly rules: ScheduleRules;
}

export interface ApiAnswer {
  readonly status: number;
  /** Absent for 204. */
  readonly body?: unknown;
}

export type Handler = (request: ApiRequest, installation: Installation) => Promise<ApiAnswer>;

/** The role that a route needs. Where it depends on the body: the least that any body needs, and what decides. */
export type NeededRole =
  Role | { readonly least: Role; readonly of: (body: unknown) => Role; readonly says: string };

/** Answers by itself, with a body that has no end. `mayStay` asks again who may enter. */
export type StreamHandler = (
  request: MountedRequest,
  response: ServerResponse,
  installation: Installation,
  mayStay: () => Promise<boolean>,
) => void;

interface Addressed {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the mount, as in the contract's `PATHS`. */
  readonly path: string;
  readonly role: NeededRole;
  /** True if a machine's token may not call it, whatever its role. */
  readonly isForPeople?: true;
}

export type Route = Addressed & ({ readonly handler: Handler } | { readonly stream: StreamHandler });
