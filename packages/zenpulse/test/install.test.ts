import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runChild } from './install/child.ts';
import { ESBUILD_HOST } from './install/hosts/bundled-host.ts';
import { jestHost } from './install/hosts/jest-host.ts';
import { tryHost } from './install/hosts/try-host.ts';
import { nameOf, type InstallCase } from './install/install-case.ts';
import { tryInstall } from './install/try-install.ts';
import { tryServer } from './install/try-server.ts';

/** The two that are furthest apart; the others are in the matrix (`pnpm matrix`). */
const FAST: readonly [InstallCase, ...InstallCase[]] = [
  { manager: 'npm', modules: 'CommonJS', typescript: null, express: 4, jobs: 'jobs.cjs' },
  { manager: 'npm', modules: 'ESM', typescript: '7', express: 5, jobs: 'jobs.ts' },
];

const hasRegistry = await runChild(
  'npm',
  ['ping', '--fetch-retries=0', '--fetch-timeout=10000'],
  tmpdir(),
).then(
  () => true,
  () => false,
);

describe.skipIf(!hasRegistry)(
  `installed from its tarball${hasRegistry ? '' : ' (the registry does not answer)'}`,
  () => {
    let folder: string;
    let tarball: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'zenpulse-pack-'));
      const packScript = pathToFileURL(
        fileURLToPath(new URL('../../../scripts/pack.mjs', import.meta.url)),
      ).href;
      const { pack } = (await import(packScript)) as { pack: (folder: string) => Promise<string> };
      tarball = await pack(folder);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each(FAST.map((given) => [nameOf(given), given] as const))('%s', async (_name, given) => {
      expect((await tryInstall(given, tarball)).installedBytes).toBeLessThan(150_000_000);
    });

    it.each([jestHost('30'), ESBUILD_HOST].map((host) => [host.name, host] as const))(
      'in an application with %s',
      async (_name, host) => {
        const results = await tryHost(host, tarball);
        expect(results.map(([{ name }, problem]) => [name, problem])).toEqual(
          host.trials.map(({ name }) => [name, null]),
        );
      },
    );

    describeOnServers('with the driver, by the command that it names', (database) => {
      it('makes the tables and reads them', async () => {
        await tryServer(FAST[0], tarball, database.place('installed').url);
      });
    });
  },
);
