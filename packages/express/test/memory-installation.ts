import { silentLogger } from '@zenpulse/core/ports';
import type { MemoryBackend } from '@zenpulse/core/testing';
import { resolveSettings } from '@zenpulse/store';
import type { Installation } from '../src/installation.ts';
import { installationOn } from '../src/installation-on.ts';

/** What handlers work with, on a backend without a database. */
export async function memoryInstallation(
  backend: MemoryBackend,
  more: Partial<Installation> = {},
): Promise<Installation> {
  const settings = { ...(await resolveSettings({}, {}, '/')), retentionDays: 90 };
  return { ...installationOn({ settings, backend, logger: silentLogger }), ...more };
}
