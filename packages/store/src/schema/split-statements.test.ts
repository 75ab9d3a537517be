import { expect, it } from 'vitest';
import { migrations } from '../mysql/generated/migrations.ts';
import { splitStatements } from './split-statements.ts';

it('ends a statement at a semicolon before an empty line, and keeps a body whole', () => {
  const sql = '-- Why.\n\nSET a;\n\n-- How.\nBEGIN\n    SET b;\n    SET c;\nEND;\n \n-- Nothing else.\n';
  expect(splitStatements(sql)).toEqual(['-- Why.\n\nSET a', '-- How.\nBEGIN\n    SET b;\n    SET c;\nEND']);
});

it.each(migrations.map(({ name, sql }) => [name, sql]))(
  'finds one deed in each statement of %s',
  (_name, sql) => {
    const statements = splitStatements(sql);
    expect(statements).not.toEqual([]);
    for (const statement of statements) {
      const code = statement.replaceAll(/^--.*$/gm, '').trim();
      expect(code).toMatch(/^(?:CREATE TABLE|CREATE TRIGGER|ALTER TABLE|INSERT INTO|UPDATE|DROP) /);
      if (!code.startsWith('CREATE TRIGGER')) expect(code).not.toContain(';');
    }
  },
);
