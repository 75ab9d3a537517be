import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A table, as declared in `schema.prisma` or found in a database. Names are the database's. */
export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  /** Each as `unique: a, b` or `plain: a, b`, the primary key as `primary: a`; sorted. */
  readonly keys: readonly string[];
}

export interface Column {
  /** Prisma's scalar with its native type, such as `String VarChar(64)`; or the database's own type. */
  readonly type: string;
  readonly isNullable: boolean;
  /** The text of a literal, `(expression)` for anything else, null if there is none. */
  readonly default: string | null;
}

export type Provider = 'sqlite' | 'postgres' | 'mysql';

/** Parses prisma/<provider>/schema.prisma, which uses a plain subset of the language. */
export function prismaTables(provider: Provider): Record<string, Table> {
  const file = new URL(`../../../../prisma/${provider}/schema.prisma`, import.meta.url);
  const text = readFileSync(fileURLToPath(file), 'utf8');
  const models = [...text.matchAll(/^model \w+ \{\n(?<body>[\s\S]*?)^\}/gm)].map(
    ({ groups }) => groups?.['body'] ?? '',
  );
  return Object.fromEntries(models.map(tableOf));
}

function tableOf(body: string): [string, Table] {
  const lines = body.split('\n').map((line) => line.trim());
  const fields = lines.flatMap((line) => {
    const found = /^(?<name>\w+)\s+(?<rest>[A-Z].*)$/.exec(line);
    return found?.groups === undefined ? [] : [found.groups];
  });
  const nameOf = (field: string) => {
    const rest = fields.find(({ name }) => name === field)?.['rest'] ?? '';
    return /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
  };
  const keys = lines.flatMap((line) => {
    const found = /^@@(id|unique|index)\(\[([^\]]+)\]/.exec(line);
    if (found === null) return [];
    const kind = { id: 'primary', unique: 'unique', index: 'plain' }[found[1] as 'id' | 'unique' | 'index'];
    return [`${kind}: ${(found[2] ?? '').split(', ').map(nameOf).join(', ')}`];
  });
  const own = fields.flatMap(({ name = '', rest = '' }) =>
    / @id\b/.test(rest) ? [`primary: ${nameOf(name)}`] : [],
  );
  return [
    /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '',
    {
      columns: Object.fromEntries(fields.map(({ name = '', rest = '' }) => [nameOf(name), columnOf(rest)])),
      keys: [...keys, ...own].sort(),
    },
  ];
}

function columnOf(rest: string): Column {
  const scalar = /^\w+/.exec(rest)?.[0] ?? '';
  const native = /@db\.(\S+)/.exec(rest)?.[1];
  const isNullable = /^\w+\?/.test(rest);
  return {
    type: native === undefined ? scalar : `${scalar} ${native}`,
    isNullable,
    default: defaultOf(rest),
  };
}

function defaultOf(rest: string): string | null {
  if (/@default\(dbgenerated/.test(rest)) return '(expression)';
  const literal = /@default\((?:"([^"]*)"|([^)]*))\)/.exec(rest);
  return literal === null ? null : (literal[1] ?? literal[2] ?? '');
}
