import { describe, expect, it } from 'vitest';
import { describeOnMysql } from '../testing/mysql-database.ts';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import { prismaTables, type Column, type Provider, type Table } from '../testing/prisma-schema.ts';
import { sqliteSubject } from '../testing/sqlite-subject.ts';

/** The type of each Prisma scalar on each database; native types have their own name. */
const TYPES: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  sqlite: {
    String: 'TEXT',
    Int: 'INTEGER',
    BigInt: 'INTEGER',
    Boolean: 'BOOLEAN',
    DateTime: 'DATETIME',
    Float: 'REAL',
  },
  postgres: {
    String: 'text',
    Int: 'integer',
    BigInt: 'bigint',
    Boolean: 'boolean',
    Float: 'double precision',
    'DateTime Timestamptz(3)': 'timestamp(3) with time zone',
    'Json Json': 'json',
  },
  mysql: {
    Int: 'int',
    BigInt: 'bigint',
    Boolean: 'tinyint(1)',
    Float: 'double',
    'DateTime DateTime(3)': 'datetime(3)',
    'String MediumText': 'mediumtext',
    'String LongText': 'longtext',
  },
};

/** The tables that the schema promises, in the database's terms. */
function promised(provider: Provider): Record<string, Table> {
  const inItsWords = ({ type, ...column }: Column): Column => ({
    ...column,
    type: TYPES[provider][type] ?? type.replace(/^String VarChar/, 'varchar'),
  });
  return Object.fromEntries(
    Object.entries(prismaTables(provider)).map(([name, { columns, keys }]) => [
      name,
      { keys, columns: mapped(columns, inItsWords) },
    ]),
  );
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly default: string | null;
}

interface KeyRow {
  readonly table: string;
  readonly kind: string;
  readonly columns: string;
}

function tables(columns: readonly ColumnRow[], keys: readonly KeyRow[]): Record<string, Table> {
  const names = new Set(columns.map(({ table }) => table));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      {
        columns: Object.fromEntries(
          columns
            .filter(({ table }) => table === name)
            .map(({ table: _, name: column, ...rest }) => [column, rest]),
        ),
        keys: keys
          .filter(({ table }) => table === name)
          .map((key) => `${key.kind}: ${key.columns}`)
          .sort(),
      },
    ]),
  );
}

/** The text of a literal, however the database writes it; anything else is an expression. */
function literal(told: string | null): string | null {
  if (told === null || told === 'NULL') return null;
  const text = told.replace(/::[a-z ]+$/, '');
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1);
  return /^(?:-?\d+|true|false)$/.test(text) ? text : '(expression)';
}

describe('the tables of a SQLite database', () => {
  it('are what its Prisma schema says', async () => {
    const { byHand, close } = await sqliteSubject();
    const columns = await byHand.read(
      `SELECT t."name", c."name", c."type", c."notnull" = 0 AND c."pk" = 0, c."dflt_value"
         FROM sqlite_schema AS t, pragma_table_info(t."name") AS c WHERE t."type" = 'table'`,
    );
    const keys = await byHand.read(
      `SELECT t."name", CASE i."origin" WHEN 'pk' THEN 'primary' ELSE CASE i."unique" WHEN 1 THEN 'unique' ELSE 'plain' END END,
              (SELECT group_concat("name", ', ') FROM (SELECT "name" FROM pragma_index_info(i."name") ORDER BY "seqno"))
         FROM sqlite_schema AS t, pragma_index_list(t."name") AS i WHERE t."type" = 'table'
       UNION ALL
       SELECT t."name", 'primary', c."name" FROM sqlite_schema AS t, pragma_table_info(t."name") AS c
        WHERE t."type" = 'table' AND c."pk" = 1 AND c."type" = 'INTEGER'
          AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t."name") WHERE "pk" = 2)`, // an alias of the row's number has no index
    );
    await close();
    const found = tables(
      columns.map(([table, name, type, isNullable, told]) => ({
        table: String(table),
        name: String(name),
        type: String(type),
        isNullable: Number(isNullable) === 1,
        default: literal(told === null ? null : String(told)),
      })),
      keys.map(([table, kind, names]) => ({
        table: String(table),
        kind: String(kind),
        columns: String(names),
      })),
    );
    expect(found).toEqual(promised('sqlite'));
  });
});

describeOnPostgres('the tables of a PostgreSQL database', (database) => {
  it('are what its Prisma schema says', async () => {
    const byHand = await database.byHand();
    const columns = await byHand.query<ColumnRow>(
      `SELECT c.relname AS "table", a.attname AS "name", format_type(a.atttypid, a.atttypmod) AS "type",
              NOT a.attnotnull AS "isNullable", pg_get_expr(d.adbin, d.adrelid) AS "default"
         FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY a.attnum`,
    );
    const keys = await byHand.query<KeyRow>(
      `SELECT i.indrelid::regclass::text AS "table",
              CASE WHEN i.indisprimary THEN 'primary' WHEN i.indisunique THEN 'unique' ELSE 'plain' END AS "kind",
              (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n)
                 FROM generate_series(1, i.indnkeyatts) AS n) AS "columns"
         FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE c.relnamespace = 'public'::regnamespace`,
    );
    await byHand.end();
    const told = columns.rows.map((row) => ({ ...row, default: literal(row.default) }));
    expect(tables(told, keys.rows)).toEqual(promised('postgres'));
  });
});

describeOnMysql('the tables of a MySQL database', (database) => {
  it('are what its Prisma schema says', async () => {
    const byHand = await database.byHand();
    const columns = await byHand.query<
      Record<'table' | 'name' | 'type' | 'nullable' | 'extra', string> & Pick<ColumnRow, 'default'>
    >(
      `SELECT "TABLE_NAME" AS "table", "COLUMN_NAME" AS "name", "COLUMN_TYPE" AS "type",
              "IS_NULLABLE" AS "nullable", "COLUMN_DEFAULT" AS "default", "EXTRA" AS "extra"
         FROM information_schema.columns WHERE "TABLE_SCHEMA" = DATABASE() ORDER BY "ORDINAL_POSITION"`,
    );
    const keys = await byHand.query<KeyRow>(
      `SELECT "TABLE_NAME" AS "table",
              CASE WHEN "INDEX_NAME" = 'PRIMARY' THEN 'primary' WHEN "NON_UNIQUE" = 0 THEN 'unique' ELSE 'plain' END AS "kind",
              GROUP_CONCAT("COLUMN_NAME" ORDER BY "SEQ_IN_INDEX" SEPARATOR ', ') AS "columns"
         FROM information_schema.statistics WHERE "TABLE_SCHEMA" = DATABASE()
        GROUP BY "TABLE_NAME", "INDEX_NAME", "NON_UNIQUE"`,
    );
    await byHand.end();
    const told = columns.rows.map(({ nullable, extra, type, ...row }) => ({
      ...row,
      type: type.replace(/^(int|bigint)\(\d+\)$/, '$1'), // MariaDB shows a width that means nothing
      isNullable: nullable === 'YES',
      default: defaultOnMysql(row.default, type, extra),
    }));
    expect(tables(told, keys.rows)).toEqual(promised('mysql'));
  });
});

/** MariaDB quotes a literal and writes an expression as it is; MySQL quotes none and marks an expression. */
function defaultOnMysql(told: string | null, type: string, extra: string): string | null {
  if (extra.includes('DEFAULT_GENERATED') || type === 'longtext')
    return told === null || told === 'NULL' ? null : '(expression)';
  const isLogical = type === 'tinyint(1)' && (told === '0' || told === '1');
  if (isLogical) return told === '1' ? 'true' : 'false';
  const isBare =
    told !== null &&
    !told.startsWith("'") &&
    type.startsWith('varchar') &&
    !told.includes('(') &&
    told !== 'NULL';
  return isBare ? told : literal(told);
}
