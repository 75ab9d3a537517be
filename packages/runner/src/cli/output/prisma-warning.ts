import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Neighbours } from '@zenpulse/store';

/** The files in which Prisma looks for its settings. */
const CONFIGS = ['prisma.config', '.config/prisma'].flatMap((name) =>
  ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `${name}.${extension}`),
);

/**
 * A warning if the application's Prisma Migrate manages the schema of our tables: it would report them as drift. Null
 * if not, or if a Prisma configuration in `folder` already names them.
 */
export function prismaWarning({ schema, hasPrisma }: Neighbours, folder: string): string | null {
  if (!hasPrisma || CONFIGS.some((name) => namesOurTables(join(folder, name)))) return null;
  const place = schema === null ? 'this database' : `the schema "${schema}"`;
  return `warning: your own Prisma manages ${place} too: "prisma migrate dev" would offer to reset it, and "prisma db push" to drop ZenPulse's tables; put what "npx zenpulse prisma" prints into prisma.config.ts (docs/own-orm.md)`;
}

function namesOurTables(file: string): boolean {
  return existsSync(file) && /zenpulse_schedule_config/.test(readFileSync(file, 'utf8'));
}
