import { TOKENS_LISTED, type MachineToken, type TokenStore } from '@zenpulse/core/ports';
import type { Guard } from '../server/guard.ts';
import { raw, sql, type Sql } from '../sql/sql.ts';

/** What differs between the databases. */
export interface TokenDatabase {
  query<Row>(statement: Sql): Promise<Row[]>;
  execute(statement: Sql): Promise<number>;
  /** An instant (epoch milliseconds) as an expression. */
  instant(epochMs: number): Sql;
  /** How to select an instant. */
  selected(column: string): Sql;
  /** Reads what was selected: epoch milliseconds. */
  epochMs(value: unknown): number;
  readonly guarded: Guard;
  isUniqueViolation(error: unknown): boolean;
}

const INSTANTS = {
  createdAt: 'created_at',
  expiresAt: 'expires_at',
  lastUsedAt: 'last_used_at',
  revokedAt: 'revoked_at',
} as const;

type Row = Record<keyof typeof INSTANTS, unknown> & Omit<MachineToken, keyof typeof INSTANTS>;

/** The tokens of machines, on every database. */
export function createTokenStore(database: TokenDatabase): TokenStore {
  const { query, execute, instant, guarded } = database;
  const fields = sql`"id", "name", "role", "hash", "created_by" AS "createdBy",
    ${selectedAs('createdAt')}, ${selectedAs('expiresAt')}, ${selectedAs('lastUsedAt')}, ${selectedAs('revokedAt')}`;
  const instantOrNull = (at: number | null) => (at === null ? sql`NULL` : instant(at));

  function selectedAs(field: keyof typeof INSTANTS): Sql {
    return sql`${database.selected(`"${INSTANTS[field]}"`)} AS ${raw(`"${field}"`)}`;
  }

  return {
    create: ({ id, name, role, hash, createdAt, createdBy, expiresAt }) =>
      guarded(async () => {
        await execute(sql`DELETE FROM "zenpulse_token" WHERE "name" = ${name} AND "revoked_at" IS NOT NULL`);
        try {
          await execute(sql`
            INSERT INTO "zenpulse_token" ("id", "name", "role", "hash", "created_at", "created_by", "expires_at")
            VALUES (${id}, ${name}, ${role}, ${hash}, ${instant(createdAt)}, ${createdBy}, ${instantOrNull(expiresAt)})`);
          return true;
        } catch (error) {
          if (database.isUniqueViolation(error)) return false;
          throw error;
        }
      }),
    list: () =>
      guarded(async () => {
        const rows = await query<Row>(sql`
          SELECT ${fields} FROM "zenpulse_token"
          ORDER BY CASE WHEN "revoked_at" IS NULL THEN 0 ELSE 1 END, "name" LIMIT ${raw(String(TOKENS_LISTED))}`);
        return rows.map((row) => fromRow(row, database));
      }),
    revoke: (id, at) =>
      guarded(async () => {
        await execute(sql`
          UPDATE "zenpulse_token" SET "revoked_at" = ${instant(at)} WHERE "id" = ${id} AND "revoked_at" IS NULL`);
        const [row] = await query<Row>(sql`SELECT ${fields} FROM "zenpulse_token" WHERE "id" = ${id}`);
        return row === undefined ? null : fromRow(row, database);
      }),
    used: (id, at) =>
      guarded(async () => {
        await execute(sql`
          UPDATE "zenpulse_token" SET "last_used_at" = ${instant(at)}
          WHERE "id" = ${id} AND ("last_used_at" IS NULL OR "last_used_at" < ${instant(at)})`);
      }),
  };
}

function fromRow(
  { id, name, role, hash, createdBy, ...instants }: Row,
  { epochMs }: Pick<TokenDatabase, 'epochMs'>,
): MachineToken {
  const orNull = (value: unknown) => (value === null ? null : epochMs(value));
  return {
    id,
    name,
    role,
    hash,
    createdBy,
    createdAt: epochMs(instants.createdAt),
    expiresAt: orNull(instants.expiresAt),
    lastUsedAt: orNull(instants.lastUsedAt),
    revokedAt: orNull(instants.revokedAt),
  };
}
