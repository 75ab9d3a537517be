import { sql, type Sql } from '../sql/sql.ts';

/** What stands in `IN (…)`: any number of texts as one value. */
export function textsIn(texts: readonly string[]): Sql {
  return sql`SELECT "value" FROM json_each(${JSON.stringify(texts)})`;
}
