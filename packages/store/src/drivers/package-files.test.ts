import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { VERSION } from '@zenpulse/core/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageFile, packageFolder, requireInstalled } from './package-files.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'zenpulse-files-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(parent: string, version = VERSION): string {
  const home = join(folder, parent, 'node_modules/zenpulse');
  mkdirSync(join(home, 'dist'), { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'zenpulse', version }));
  return join(home, 'dist');
}

function bundle(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return file;
}

const urlOf = (file: string) => pathToFileURL(file).href;

describe('the files of the package', () => {
  it('are those of the build when the sources run', () => {
    const built = fileURLToPath(new URL('../../../zenpulse/dist/job-thread.js', import.meta.url));
    expect(packageFile('job-thread.js')).toBe(built);
  });

  it('lie beside the code that is not bundled, whatever else is installed', () => {
    const dist = install('app');
    install('other');
    const application = [bundle('other/server.js')];
    expect(packageFolder({ ownUrl: urlOf(join(dist, 'index.js')), application })).toBe(dist);
  });

  it.each([
    ['the code is in a bundle that knows its place', 'app/out/server.js', []],
    ['the code is in a bundle that does not know its place', undefined, ['app/out/server.js']],
    ['the code names a place on the machine that built it', 'elsewhere/dist/index.js', ['app/server.js']],
  ])('are found from the application where %s', (_name, own, application) => {
    const dist = install('app');
    const ownUrl = own === undefined ? undefined : urlOf(bundle(own));
    expect(packageFolder({ ownUrl, application: application.map(bundle) })).toBe(dist);
  });

  it('are those of the version that is in the bundle', () => {
    install('first', '0.0.1');
    const dist = install('second');
    const application = [bundle('first/server.js'), bundle('second/server.js')];
    expect(packageFolder({ ownUrl: undefined, application })).toBe(dist);
  });

  it('are refused in another version than the code’s, with what to write', () => {
    install('app', '0.0.1');
    const search = { ownUrl: undefined, application: [bundle('app/server.js')] };
    expect(() => packageFolder(search)).toThrow(
      `expected the files of zenpulse ${VERSION}, got those of 0.0.1 in ${join(folder, 'app/node_modules/zenpulse')}; keep zenpulse out`,
    );
  });
});

it('finds a library beside the package, though the application and this module have none', () => {
  expect(requireInstalled('pg')).toHaveProperty('Client');
});
