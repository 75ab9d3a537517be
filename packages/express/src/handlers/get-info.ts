import { toIso, type InstallationInfo } from '@zenpulse/contract';
import { VERSION } from '@zenpulse/core/domain';
import { firingStopped } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';

export const getInfo: Handler = async ({ actor, isReadOnly }, { settings, clock, backend }) => {
  const { timezone, timezoneSource, database, stateDir, retentionDays } = settings;
  const body: InstallationInfo = {
    version: VERSION,
    timezone,
    timezoneSource,
    database: database.label,
    stateDir,
    retentionDays,
    stopped: firingStopped(await backend.calendar.readSwitch(), settings.isPaused),
    now: toIso(clock.now()),
    actor: { role: actor.role, name: actor.name },
    isReadOnly,
  };
  return { status: 200, body };
};
