import type { InstallationInfo } from '@zenpulse/contract';
import { includesRole, type Role } from '@zenpulse/contract/roles';
import { useQuery } from '@tanstack/react-query';
import { installationInfo } from './installation.ts';

/** Properties for a control: none if it may be used, else those that disable it and say why. */
type Permission = { readonly disabled?: true; readonly title?: string };

type Asker = Pick<InstallationInfo, 'actor' | 'isReadOnly'>;

/** Disables what the signed-in role may not do: `<Button {...may('operator')}>`. The server enforces it. */
export function useMay(): (needed: Role) => Permission {
  const { data } = useQuery({ ...installationInfo, select: askerOf });
  return (needed) => permissionOf(data, needed);
}

/** Everything is offered until the answer is there: the server refuses what is not allowed. */
export function permissionOf(asker: Asker | undefined, needed: Role): Permission {
  if (asker === undefined || includesRole(asker.actor.role, needed)) return {};
  return { disabled: true, title: asker.isReadOnly ? 'This admin is read-only' : `Needs the role ${needed}` };
}

/** Without the clock, so that a fresh answer renders nothing again. */
function askerOf({ actor, isReadOnly }: InstallationInfo): Asker {
  return { actor, isReadOnly };
}
