import type { Client } from 'pg';

/** Of a session with the server, by the server's own names. */
export type SessionSettings = Readonly<Record<string, string>>;

/** Prisma's adapter drops the offset of instants that it reads: they are right in UTC alone. */
export function sessionSettings(schema: string, statementTimeoutMs: number): SessionSettings {
  return {
    TimeZone: 'UTC',
    search_path: `"${schema.replaceAll('"', '""')}"`,
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(statementTimeoutMs), // the other one does not count what a commit waits for
  };
}

/**
 * As parameters of the connection: they belong to this session alone, also where a pooler would go on with it for somebody
 * else.
 */
export function asOptions(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, String.raw`\$&`)}`)
    .join(' ');
}

/** As statements, for scripts and for poolers that hand over no parameters. */
export function asStatements(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `SET ${name} = ${value.startsWith('"') ? value : `'${value}'`}`)
    .join('; ');
}

/** Whether the session has what was asked for. A pooler may have dropped it. */
export async function hasSettings(
  client: Pick<Client, 'query'>,
  { search_path: path = '' }: SessionSettings,
): Promise<boolean> {
  const { rows } = await client.query<{ path: string; zone: string }>(
    `SELECT current_setting('search_path') AS "path", current_setting('TimeZone') AS "zone"`,
  );
  return rows[0]?.path === path && rows[0].zone === 'UTC';
}

/** How a pooler refuses parameters that it does not know. */
export function isRefusedParameter(error: unknown): boolean {
  return /unsupported startup parameter/.test(String(Object(error).message));
}
