import type { Client } from 'pg';

/** Settings of a session, by the server's names. */
export type SessionSettings = Readonly<Record<string, string>>;

/** The zone must be UTC: Prisma's adapter drops the offset of instants. */
export function sessionSettings(schema: string, statementTimeoutMs: number): SessionSettings {
  return {
    TimeZone: 'UTC',
    search_path: `"${schema.replaceAll('"', '""')}"`,
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(statementTimeoutMs), // statement_timeout does not cover the waits of a COMMIT
  };
}

/** As connection parameters: they apply to this session only, even where a pooler reuses it for another client. */
export function asOptions(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, String.raw`\$&`)}`)
    .join(' ');
}

/** As statements, for scripts and for poolers that do not pass parameters on. */
export function asStatements(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `SET ${name} = ${value.startsWith('"') ? value : `'${value}'`}`)
    .join('; ');
}

/** True if the session has these settings. A pooler may have dropped them. */
export async function hasSettings(
  client: Pick<Client, 'query'>,
  { search_path: path = '' }: SessionSettings,
): Promise<boolean> {
  const { rows } = await client.query<{ path: string; zone: string }>(
    `SELECT current_setting('search_path') AS "path", current_setting('TimeZone') AS "zone"`,
  );
  return rows[0]?.path === path && rows[0].zone === 'UTC';
}

/** True if a pooler rejected parameters it does not know. */
export function isRefusedParameter(error: unknown): boolean {
  return /unsupported startup parameter/.test(String(Object(error).message));
}
