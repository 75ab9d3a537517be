import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const admin = join(import.meta.dirname, '../../../../apps/admin');
const mantine = join(admin, 'node_modules/@mantine');

/** Rendered by the page's own notifications, not by name. */
const ENTRIES = ['Notification'];

it('the stylesheets of the page are those of the components that the page uses, and of what these are made of', () => {
  const imported = readFileSync(join(admin, 'src/shell/mantine-styles.ts'), 'utf8');
  const found = [...imported.matchAll(/styles\/([A-Z]\w+)\.layer\.css/g)].map(([, name]) => name);
  expect(new Set(found)).toEqual(usedStyles());
});

/** The names of all stylesheets that the used components' modules need. */
function usedStyles(): ReadonlySet<string> {
  const components = filesOf(join(mantine, 'core/esm/components')).filter((file) => file.endsWith('.mjs'));
  const byName = new Map(components.map((file) => [basename(file, '.mjs'), file]));
  const styles = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    const name = /(\w+)\.module\.mjs$/.exec(file)?.[1];
    if (name !== undefined && existsSync(join(mantine, 'core/styles', `${name}.layer.css`))) styles.add(name);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from ["'](\.[^"']+)["']/g))
      visit(join(dirname(file), path));
  };
  for (const name of [...usedNames(), ...ENTRIES]) {
    const file = byName.get(name);
    if (file !== undefined) visit(file);
  }
  return styles;
}

function usedNames(): string[] {
  const sources = filesOf(join(admin, 'src')).filter((file) => /\.tsx?$/.test(file));
  return sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/import (?:type )?\{([^}]*)\} from '@mantine\/core'/g)].flatMap(
      ([, names = '']) => names.split(',').map((name) => name.trim().split(' as ')[0] ?? ''),
    ),
  );
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
