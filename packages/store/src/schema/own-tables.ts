import type { Settings } from '../settings/resolve-settings.ts';

/** One of our tables, described for tools that manage the same database. */
export interface OwnTable {
  readonly name: string;
  /** Its model in Prisma's language; with `schema`, for a datasource with several schemas. */
  model(schema?: string): string;
}

/** The tables on this kind of database, in the order of `schema.prisma`. */
export async function ownTables(kind: Settings['database']['kind']): Promise<readonly OwnTable[]> {
  const { models } = await MODELS[kind]();
  return [...models.matchAll(/^(?:\/\/\/ .*\n)*model \w+ \{\n[\s\S]*?^\}/gm)].map(([model]) => ({
    name: /@@map\("(\w+)"\)/.exec(model)?.[1] ?? '',
    model: (schema) => renamed(schema === undefined ? model : inSchema(model, schema)),
  }));
}

const MODELS = {
  sqlite: () => import('../sqlite/generated/models.ts'),
  postgres: () => import('../postgres/generated/models.ts'),
  mysql: () => import('../mysql/generated/models.ts'),
};

/** Renames models, since an application may have its own `Runner` or `Migration`. */
function renamed(model: string): string {
  return model.replace(/^model /m, 'model Zenpulse');
}

function inSchema(model: string, schema: string): string {
  return model.replace(/\n\}$/, `\n  @@schema(${JSON.stringify(schema)})\n}`);
}
