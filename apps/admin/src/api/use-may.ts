import type { InstallationInfo, ScheduleItem } from '@zenpulse/contract';
import { includesRole, type Role, type ScheduleAction } from '@zenpulse/contract/roles';
import { useQuery } from '@tanstack/react-query';
import { installationInfo } from './installation.ts';

/** Properties for a control: none if it may be used, else those that disable it and say why. */
type Permission = { readonly disabled?: true; readonly title?: string };

type Asker = Pick<InstallationInfo, 'actor' | 'isReadOnly'>;

/**
 * Disables what the signed-in role may not do: `<Button {...may('operator')}>`; and with what the application refuses to do
 * to one schedule, `<Button {...may('operator', 'run')}>`. The server enforces both.
 */
export function useMay(
  mayNot?: ScheduleItem['mayNot'],
): (needed: Role, action?: ScheduleAction) => Permission {
  const { data } = useQuery({ ...installationInfo, select: askerOf });
  return (needed, action) => permissionOf(data, needed, action && mayNot?.[action]);
}

/** Everything is offered until the answer is there: the server refuses what is not allowed. */
export function permissionOf(asker: Asker | undefined, needed: Role, refusal?: string): Permission {
  if (asker === undefined || includesRole(asker.actor.role, needed))
    return refusal === undefined ? {} : { disabled: true, title: capital(refusal) };
  return { disabled: true, title: asker.isReadOnly ? 'This admin is read-only' : `Needs the role ${needed}` };
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Without the clock, so that a fresh answer renders nothing again. */
function askerOf({ actor, isReadOnly }: InstallationInfo): Asker {
  return { actor, isReadOnly };
}
