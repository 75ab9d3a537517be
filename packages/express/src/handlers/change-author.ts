import { reasonQuery } from '@zenpulse/contract';
import type { ChangeAuthor } from '@zenpulse/core/domain';
import type { ApiRequest } from '../http/route.ts';

/** Who makes the change that a request asks for, and why: `?reason=…`. */
export function authorOf({ query, actor }: Pick<ApiRequest, 'query' | 'actor'>): ChangeAuthor {
  return { actor: actor.name, origin: 'admin', reason: reasonQuery.parse(query).reason };
}
