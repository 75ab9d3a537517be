import type { Settings } from '@zenpulse/store';

/**
 * The settings by which tools that manage an application's own tables leave ours alone; the answer of `zenpulse prisma
 * --json`.
 */
export interface NeighbourAdvice {
  readonly database: string;
  readonly schema: string | null;
  /** For `prisma.config.ts`. */
  readonly prismaConfig: {
    readonly experimental: { readonly externalTables: true };
    readonly tables: { readonly external: readonly string[] };
  };
  /** For `drizzle.config.ts`. */
  readonly drizzleConfig:
    { readonly tablesFilter: readonly string[] } | { readonly schemaFilter: readonly string[] };
  /** For `schema.prisma`. */
  readonly models: string;
}

interface Table {
  readonly name: string;
  model(schema?: string): string;
}

/** The schema that Prisma and Drizzle manage by default. */
const APPLICATION_SCHEMA = 'public';

/** `schema` is null for a database without schemas. */
export function neighbourAdvice(
  database: string,
  schema: string | null,
  tables: readonly Table[],
): NeighbourAdvice {
  const external = tables.map(({ name }) => (schema === null ? name : `${schema}.${name}`));
  const named = schema === null || schema === APPLICATION_SCHEMA ? undefined : schema;
  return {
    database,
    schema,
    prismaConfig: { experimental: { externalTables: true }, tables: { external } },
    drizzleConfig:
      named === undefined ? { tablesFilter: ['!zenpulse_*'] } : { schemaFilter: [APPLICATION_SCHEMA] },
    models: tables.map(({ model }) => model(named)).join('\n\n'),
  };
}

/** The same as text to read and paste. */
export function neighbourText(kind: Settings['database']['kind'], advice: NeighbourAdvice): string {
  const { prismaConfig, drizzleConfig, models } = advice;
  return [
    introduction(kind, advice),
    `// prisma.config.ts (Prisma 6.13 and newer)
  experimental: { externalTables: true },
  tables: {
    external: [
${prismaConfig.tables.external.map((name) => `      ${quoted(name)},`).join('\n')}
    ],
  },`,
    `// drizzle.config.ts
${Object.entries(drizzleConfig)
  .map(([name, values]: [string, readonly string[]]) => `  ${name}: [${values.map(quoted).join(', ')}],`)
  .join('\n')}`,
    `// schema.prisma: only to read the tables through your Prisma Client${datasource(advice)}
${models}`,
  ].join('\n\n');
}

function introduction(
  kind: Settings['database']['kind'],
  { database, schema }: Pick<NeighbourAdvice, 'database' | 'schema'>,
): string {
  const place = `// ${database}: ZenPulse's tables are in`;
  if (schema !== null && schema !== APPLICATION_SCHEMA) {
    return `${place} the schema "${schema}". Prisma and Drizzle leave it alone
// unless their own settings name it. Only then they need these lines:`;
  }
  if (kind === 'mysql') {
    return `${place} this database. One of their own, such as mysql://…/zenpulse
// in ZENPULSE_DATABASE_URL, needs none of these lines. Where your application's tables are in the same one:`;
  }
  const where = schema === null ? 'this file' : `the schema "${schema}"`;
  return `${place} ${where}. Where your application's tables are there too:`;
}

function datasource({ schema }: Pick<NeighbourAdvice, 'schema'>): string {
  if (schema === null || schema === APPLICATION_SCHEMA) return '';
  return ` (datasource: schemas = ["${APPLICATION_SCHEMA}", "${schema}"])`;
}

function quoted(text: string): string {
  return `'${text}'`;
}
