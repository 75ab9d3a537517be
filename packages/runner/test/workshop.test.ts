import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

// Files for the repository's host, which no test here can run: everything that they refer to must exist.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const workspace = JSON.parse(read('package.json')) as {
  readonly packageManager: string;
  readonly scripts: Record<string, string>;
};
const forms = readdirSync(join(root, '.github'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yml'))
  .map((file) => `.github/${file}`);

interface Checks {
  readonly jobs: {
    readonly check: {
      readonly strategy: {
        readonly matrix: { readonly include: readonly { readonly node: number; readonly command: string }[] };
      };
      readonly services: Readonly<Record<string, object>>;
      readonly env: Readonly<Record<string, string>>;
    };
  };
}

describe('the workshop', () => {
  it.each(forms)('%s is YAML', (file) => {
    expect(parse(read(file))).toBeTypeOf('object');
  });

  it('checks each Node with commands that are there, on the databases of .ci/run', () => {
    const { strategy, services, env } = (parse(read('.github/workflows/checks.yml')) as Checks).jobs.check;
    expect(strategy.matrix.include.map(({ node }) => node)).toEqual([20, 22, 24]);
    for (const { command } of strategy.matrix.include) {
      const script = new RegExp(`^npx --yes ${workspace.packageManager} ([\\w:]+)$`).exec(command)?.[1];
      expect(script === undefined ? command : Object.keys(workspace.scripts)).toEqual(
        script === undefined ? '.ci/run' : expect.arrayContaining([script]),
      );
    }
    expect(Object.keys(services)).toEqual(['postgres', 'mariadb']);
    for (const name of ['ZENPULSE_TEST_POSTGRES_URL', 'ZENPULSE_TEST_MYSQL_URL'])
      expect(read('.ci/run')).toContain(`${name}:-${env[name]}`);
  });

  it.each(['README.md', 'CONTRIBUTING.md', '.github/workflows/checks.yml', '.github/workflows/release.yml'])(
    '%s names the pnpm of the workspace and no other',
    (file) => {
      const named = new Set(read(file).match(/pnpm@[\d.]+\d/g));
      expect([...named]).toEqual([workspace.packageManager]);
    },
  );

  it('has a changelog that begins with what is to come', () => {
    expect(/^## (.+)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe('[Unreleased]');
  });

  it('puts the public address into the packed manifest, as soon as there is one', () => {
    const { hooks } = createRequire(import.meta.url)('../../../scripts/pack-hooks.cjs') as {
      readonly hooks: { beforePacking(manifest: object): object };
    };
    vi.stubEnv('ZENPULSE_PUBLIC_ADDRESS', 'https://host.invalid/owner/zenpulse');
    const packed = hooks.beforePacking({ name: 'zenpulse', scripts: {}, devDependencies: {} });
    vi.unstubAllEnvs();
    expect(packed).toEqual({
      name: 'zenpulse',
      repository: {
        type: 'git',
        url: 'git+https://host.invalid/owner/zenpulse.git',
        directory: 'packages/zenpulse',
      },
      homepage: 'https://host.invalid/owner/zenpulse#readme',
      bugs: { url: 'https://host.invalid/owner/zenpulse/issues' },
    });
  });
});
