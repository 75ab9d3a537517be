import { Client } from 'pg';
import { storeProblem } from '../sql/store-problem.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';

const ROUNDS = 3;
const ANSWER_MS = 5_000;

/**
 * Throws `store_unavailable` (`pooled`) if a pooler shares one server session between several connections. A direct
 * connection always has the same session, which no other has. So two connections are compared, one of them in a
 * transaction, during which a pooler may not share its session. The sessions' settings are not changed.
 */
export async function refuseSharedSessions(address: PostgresAddress): Promise<void> {
  const [first, second] = [connectTo(address), connectTo(address)];
  try {
    await first.connect();
    const sessions = await Promise.all([pidOf(first), second.connect()]);
    for (let round = 0, [pid] = sessions; round < ROUNDS; round += 1) {
      if (await isShared(first, second, pid)) throw storeProblem('pooled', '', null);
    }
  } finally {
    await Promise.all([first, second].map((client) => client.end().catch(() => undefined)));
  }
}

async function isShared(first: Client, second: Client, pid: number): Promise<boolean> {
  await second.query('BEGIN');
  try {
    return (await pidOf(second)) === pid || (await pidOf(first)) !== pid;
  } finally {
    await second.query('COMMIT');
  }
}

async function pidOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS "pid"');
  return rows[0]?.pid ?? Number.NaN;
}

function connectTo(address: PostgresAddress): Client {
  const client = new Client({ ...connectionConfig(address), query_timeout: ANSWER_MS });
  client.on('error', () => undefined); // the statement in progress gets the error; without a listener it would end the process
  return client;
}
