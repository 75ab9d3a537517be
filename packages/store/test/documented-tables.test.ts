import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { prismaTables, type Column, type Provider } from '../src/testing/prisma-schema.ts';

// Compares docs/tables.md with the schemas; schema-agreement.test.ts compares those with the migrated tables.

interface Row {
  readonly type: string;
  readonly isNullable: boolean;
  /** As the page has it, without backticks; empty for none. */
  readonly default: string;
}

const page = await readFile(new URL('../../../docs/tables.md', import.meta.url), 'utf8');
const documented: Readonly<Record<string, Readonly<Record<string, Row>>>> = Object.fromEntries(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => [/^`(\w+)`/.exec(section)?.[1] ?? '', columnsIn(section)]),
);

function columnsIn(section: string): Record<string, Row> {
  const rows = section.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\| (null)? +\| ([^|]*?) +\|/gm);
  return Object.fromEntries(
    [...rows].map(([, name, type = '', isNull, told = '']) => [
      name,
      { type, isNullable: isNull !== undefined, default: told.replaceAll('`', '') },
    ]),
  );
}

const TYPES: Readonly<Record<string, string>> = {
  Int: 'integer',
  BigInt: 'big integer',
  Boolean: 'boolean',
  DateTime: 'instant',
  Float: 'number',
  String: 'text',
  Json: 'JSON',
};

/** The page's word for a column. Only MySQL has text with a length; JSON is text on MySQL and SQLite. */
function typeOf({ type }: Column, shown: string, provider: Provider): string {
  if (provider === 'sqlite' && type === 'Int' && shown === 'big integer') return shown; // one INTEGER for both
  const length = /^String VarChar\((\d+)\)$/.exec(type)?.[1];
  if (length !== undefined) return `text(${length})`;
  const word = TYPES[/^\w+/.exec(type)?.[0] ?? ''] ?? type;
  const isShownLonger = word === 'text' && (shown === 'JSON' || shown.startsWith('text('));
  return isShownLonger && type !== 'String MediumText' ? shown : word;
}

function defaultOf({ default: told }: Column, shown: string): string {
  if (told === null) return '';
  if (told === '(expression)') return shown === '{}' ? shown : 'made';
  if (told === '') return shown === 'made' ? shown : "''"; // made by a trigger
  return told;
}

const providers: readonly Provider[] = ['sqlite', 'postgres', 'mysql'];

describe('the table reference', () => {
  it.each(providers)('has each column on %s with its type, null and default', (provider) => {
    for (const [table, { columns }] of Object.entries(prismaTables(provider))) {
      const expected = Object.entries(columns).map(([name, column]) => {
        const shown = documented[table]?.[name];
        const row: Row = {
          type: typeOf(column, shown?.type ?? '', provider),
          isNullable: column.isNullable,
          default: defaultOf(column, shown?.default ?? ''),
        };
        return [name, row];
      });
      expect(documented[table], table).toEqual(Object.fromEntries(expected));
    }
  });

  it('has no other tables', () => {
    const tables = new Set(providers.flatMap((provider) => Object.keys(prismaTables(provider))));
    expect(new Set(Object.keys(documented))).toEqual(tables);
  });
});
