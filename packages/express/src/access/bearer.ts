import type { MountedRequest } from '../http/mounted-request.ts';

/**
 * What a request carries as a machine's token, complete or not; null if it carries none. `ambiguous`: besides another
 * header of the same name, which a proxy may have judged.
 */
export function machineTokenOf(request: MountedRequest): { readonly secret: string } | 'ambiguous' | null {
  const secret = /^Bearer\s+(zp_\S*)$/i.exec(request.headers.authorization?.trim() ?? '')?.[1];
  if (secret === undefined) return null;
  const sent = request.rawHeaders.filter(
    (name, at) => at % 2 === 0 && name.toLowerCase() === 'authorization',
  );
  return sent.length > 1 ? 'ambiguous' : { secret };
}
