import { sql, type Sql } from '../sql/sql.ts';

/** The content of `IN (…)`: any number of texts as one parameter. */
export function textsIn(texts: readonly string[]): Sql {
  return sql`SELECT "value" FROM json_each(${JSON.stringify(texts)})`;
}
