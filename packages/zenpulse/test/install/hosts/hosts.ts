import { BUNDLED_HOST } from './bundled-host.ts';
import { NEST_HOST, NEXT_HOST, TYPEORM_HOST } from './framework-hosts.ts';
import type { Host } from './host.ts';
import { jestHost } from './jest-host.ts';
import { PLUG_AND_PLAY_HOST } from './plug-and-play-host.ts';
import { OWN_PRISMA, PRISMA_VERSIONS } from './prisma-hosts.ts';

/**
 * Applications of many kinds. For scripts/install-matrix.mjs.
 * @public
 */
export const HOSTS: readonly Host[] = [
  jestHost('30'),
  jestHost('26', '^4.0.0'),
  BUNDLED_HOST,
  NEST_HOST,
  NEXT_HOST,
  TYPEORM_HOST,
  PLUG_AND_PLAY_HOST,
  ...PRISMA_VERSIONS,
  ...OWN_PRISMA,
];
