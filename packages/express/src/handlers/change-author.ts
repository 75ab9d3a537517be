import { reasonQuery } from '@zenpulse/contract';
import type { ChangeAuthor } from '@zenpulse/core/domain';
import type { ApiRequest } from '../http/route.ts';

/** Who makes the change that a request asks for, and why: `?reason=…`. */
export function authorOf({ query }: Pick<ApiRequest, 'query'>): ChangeAuthor {
  return { actor: null, origin: 'admin', reason: reasonQuery.parse(query).reason };
}
