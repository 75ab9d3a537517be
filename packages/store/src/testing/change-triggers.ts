import { RECORDED_FIELDS, type Schedule } from '@zenpulse/core/domain';
import { SCHEDULE_COLUMNS, SCHEDULE_FIELDS } from '../schedules/schedule-columns.ts';

/**
 * The triggers that record changes by SQL, made from the table of columns. A migration holds this text; a test compares
 * the two, so a new column needs a migration that drops these triggers and creates them again. On SQLite the trigger
 * `zenpulse_schedule_edited_by_hand` is one of them: it changes the row itself, and records what came of it.
 */
export const CHANGE_TRIGGERS = { sqlite: sqliteTriggers, postgres: postgresTriggers, mysql: mysqlTriggers };

const TABLE = '"zenpulse_schedule_config"';
const COLUMNS = '"id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after"';

const column = (field: keyof Schedule) => `"${SCHEDULE_COLUMNS[field].column}"`;
const kind = (field: keyof Schedule) => SCHEDULE_COLUMNS[field].kind;
const isTime = (field: keyof Schedule) => kind(field) === 'instant' || kind(field) === 'isoInstant';

interface Words {
  /** A value as JSON. */
  json(row: string, field: keyof Schedule): string;
  /** True if the two rows differ in the field. */
  differs(one: string, other: string, field: keyof Schedule): string;
}

const sqlite: Words = {
  json: (row, field) => {
    const value = `${row}.${column(field)}`;
    const number = `CAST(round((julianday(${value}) - 2440587.5) * 86400000) AS INTEGER)`;
    return isTime(field)
      ? `json_quote(iif(typeof(${value}) = 'text', ${number}, NULL))`
      : `iif(typeof(${value}) = 'blob', '"a BLOB"', json_quote(${value}))`;
  },
  differs: (one, other, field) => `${one}.${column(field)} IS NOT ${other}.${column(field)}`,
};

const sqliteChanged = (one: string, other: string) =>
  `'{' || substr(${RECORDED_FIELDS.map(
    (field) =>
      `\n        iif(${sqlite.differs(one, other, field)}, ',"${field}":' || ${sqlite.json(one, field)}, '')`,
  ).join(' ||')}, 2) || '}'`;

const sqliteWhole = (row: string) =>
  `'{' ||${SCHEDULE_FIELDS.map((field) => `\n        '"${field}":' || ${sqlite.json(row, field)}`).join(" || ',' ||")} || '}'`;

function sqliteTriggers(editedByHand: string): string {
  const id = 'lower(hex(randomblob(16)))';
  const now = `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')`;
  const isOpen = (row: string) =>
    `EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = 1 AND "schedule_id" = ${row}."id")`;
  const values = (row: string, action: string) =>
    `${id}, ${now}, 'sql', ${row}."id", ${row}."job_key", ${row}."variant", '${action}'`;
  const moved = ['anchorAt', 'effectiveFrom', 'pausedFrom'] as const;
  const byHand = RECORDED_FIELDS.filter((field) => !(moved as readonly string[]).includes(field));
  const differ = (fields: readonly (keyof Schedule)[]) =>
    `(${fields.map((field) => sqlite.differs('NEW', 'OLD', field)).join('\n        OR ')})`;
  const head = /^[\s\S]* BEGIN\n/.exec(editedByHand)?.[0] ?? '';
  const body = editedByHand.slice(head.length).replace(/END;\s*$/, '');
  return `CREATE TRIGGER "zenpulse_schedule_insert_recorded" AFTER INSERT ON ${TABLE}
WHEN NOT ${isOpen('NEW')} BEGIN
    INSERT INTO "zenpulse_change" (${COLUMNS})
    SELECT ${values('NEW', 'create')}, NULL, ${sqliteWhole('NEW')};
END;

CREATE TRIGGER "zenpulse_schedule_delete_recorded" AFTER DELETE ON ${TABLE}
WHEN NOT ${isOpen('OLD')} BEGIN
    INSERT INTO "zenpulse_change" (${COLUMNS})
    SELECT ${values('OLD', 'delete')}, ${sqliteWhole('OLD')}, NULL;
END;

-- What an older release writes, and what moves the start of a schedule and nothing else.
CREATE TRIGGER "zenpulse_schedule_update_recorded" AFTER UPDATE OF
    ${[...RECORDED_FIELDS.map(column), '"version"'].join(', ')}
ON ${TABLE} WHEN NOT ${isOpen('NEW')}
    AND (NEW."version" IS NOT OLD."version" OR NOT ${differ(byHand)})
    AND ${differ(RECORDED_FIELDS)} BEGIN
    INSERT INTO "zenpulse_change" (${COLUMNS})
    SELECT ${values('NEW', 'change')}, ${sqliteChanged('OLD', 'NEW')}, ${sqliteChanged('NEW', 'OLD')};
END;

${head}    INSERT INTO "zenpulse_change" (${COLUMNS}, "is_open")
    SELECT ${values('NEW', 'change')}, NULL, NULL, 1
     WHERE NOT ${isOpen('NEW')} AND ${differ(byHand)};
${body}    UPDATE "zenpulse_change" SET "is_open" = 0, ("before", "after") = (
    SELECT ${sqliteChanged('OLD', 'written')}, ${sqliteChanged('written', 'OLD')}
      FROM ${TABLE} AS written WHERE written."id" = NEW."id")
     WHERE "is_open" = 1 AND "origin" = 'sql' AND "schedule_id" = NEW."id";
END;
`;
}

const isJson = (field: keyof Schedule) => field === 'params';

const postgres: Words = {
  json: (row, field) => {
    const value = `${row}.${column(field)}`;
    if (isTime(field)) {
      const number = `round(extract(epoch FROM ${value}) * 1000)::bigint`;
      return `COALESCE(CASE WHEN isfinite(${value}) THEN ${number} END::text, 'null')`;
    }
    return isJson(field) ? `${value}::text` : `COALESCE(to_json(${value})::text, 'null')`;
  },
  differs: (one, other, field) => {
    const text = isJson(field) ? '::text' : '';
    return `${one}.${column(field)}${text} IS DISTINCT FROM ${other}.${column(field)}${text}`;
  },
};

const postgresChanged = (one: string, other: string) =>
  `'{' || concat_ws(',',${RECORDED_FIELDS.map(
    (field) =>
      `\n        CASE WHEN ${postgres.differs(one, other, field)} THEN '"${field}":' || ${postgres.json(one, field)} END`,
  ).join(',')}) || '}'`;

const postgresWhole = (row: string) =>
  `'{' || concat_ws(',',${SCHEDULE_FIELDS.map((field) => `\n        '"${field}":' || ${postgres.json(row, field)}`).join(',')}) || '}'`;

function postgresTriggers(): string {
  const values = (row: string, action: string) =>
    `replace((gen_random_uuid())::text, '-', ''), clock_timestamp(), 'sql', ${row}."id", ${row}."job_key", ${row}."variant", '${action}'`;
  const unrecorded = (row: string) =>
    `NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" AND "schedule_id" = ${row}."id")`;
  const created = (name: string, statement: string) => `CREATE FUNCTION "${name}"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_change" (${COLUMNS})
    ${statement};
    RETURN NULL;
END $$;
`;
  const differ = RECORDED_FIELDS.map((field) => postgres.differs('old_row', 'new_row', field));
  return `${created(
    'zenpulse_schedule_insert_recorded',
    `SELECT ${values('written', 'create')}, NULL, ${postgresWhole('written')}
      FROM "written" WHERE ${unrecorded('written')}`,
  )}
${created(
  'zenpulse_schedule_update_recorded',
  `SELECT ${values('new_row', 'change')}, ${postgresChanged('old_row', 'new_row')}, ${postgresChanged('new_row', 'old_row')}
      FROM "was" AS old_row JOIN "written" AS new_row ON new_row."id" = old_row."id"
     WHERE (${differ.join('\n        OR ')})
       AND ${unrecorded('new_row')}`,
)}
${created(
  'zenpulse_schedule_delete_recorded',
  `SELECT ${values('gone', 'delete')}, ${postgresWhole('gone')}, NULL
      FROM "gone" WHERE ${unrecorded('gone')}`,
)}
${created(
  'zenpulse_schedule_truncate_recorded',
  `SELECT ${values('gone', 'delete')}, ${postgresWhole('gone')}, NULL
      FROM ${TABLE} AS gone WHERE ${unrecorded('gone')}`,
)}
CREATE TRIGGER "zenpulse_schedule_insert_recorded" AFTER INSERT ON ${TABLE}
    REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedule_insert_recorded"();

CREATE TRIGGER "zenpulse_schedule_update_recorded" AFTER UPDATE ON ${TABLE}
    REFERENCING OLD TABLE AS "was" NEW TABLE AS "written" FOR EACH STATEMENT
    WHEN (current_setting('zenpulse.is_stamping', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION "zenpulse_schedule_update_recorded"();

CREATE TRIGGER "zenpulse_schedule_delete_recorded" AFTER DELETE ON ${TABLE}
    REFERENCING OLD TABLE AS "gone" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedule_delete_recorded"();

CREATE TRIGGER "zenpulse_schedule_truncate_recorded" BEFORE TRUNCATE ON ${TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedule_truncate_recorded"();
`;
}

const mysql: Words = {
  json: (row, field) => {
    const value = `${row}.${column(field)}`;
    if (isTime(field)) return `COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${value}) DIV 1000, 'null')`;
    const isPlain = kind(field) === 'whole' || kind(field) === 'boolean';
    return `COALESCE(${isPlain ? value : `JSON_QUOTE(${value})`}, 'null')`;
  },
  differs: (one, other, field) => `NOT (${one}.${column(field)} <=> ${other}.${column(field)})`,
};

const mysqlChanged = (one: string, other: string) =>
  `CONCAT('{', SUBSTRING(CONCAT(${RECORDED_FIELDS.map(
    (field) =>
      `\n            IF(${mysql.differs(one, other, field)}, CONCAT(',"${field}":', ${mysql.json(one, field)}), '')`,
  ).join(',')}), 2), '}')`;

const mysqlWhole = (row: string) =>
  `CONCAT('{', CONCAT_WS(',',${SCHEDULE_FIELDS.map(
    (field) => `\n            CONCAT('"${field}":', ${mysql.json(row, field)})`,
  ).join(',')}), '}')`;

function mysqlTriggers(): string {
  const trigger = (event: string, row: string, action: string, isWanted: string, both: string) =>
    `CREATE TRIGGER "zenpulse_schedule_${event.toLowerCase()}_recorded" AFTER ${event} ON ${TABLE} FOR EACH ROW
BEGIN
    IF ${isWanted}NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = true AND "schedule_id" = ${row}."id") THEN
        INSERT INTO "zenpulse_change" (${COLUMNS})
        VALUES (REPLACE(UUID(), '-', ''), utc_timestamp(3), 'sql', ${row}."id", ${row}."job_key", ${row}."variant",
            '${action}', ${both});
    END IF;
END;
`;
  const differ = RECORDED_FIELDS.map((field) => mysql.differs('NEW', 'OLD', field)).join('\n        OR ');
  return [
    trigger('INSERT', 'NEW', 'create', '', `NULL, ${mysqlWhole('NEW')}`),
    trigger(
      'UPDATE',
      'NEW',
      'change',
      `(${differ})\n        AND `,
      `${mysqlChanged('OLD', 'NEW')}, ${mysqlChanged('NEW', 'OLD')}`,
    ),
    trigger('DELETE', 'OLD', 'delete', '', `${mysqlWhole('OLD')}, NULL`),
  ].join('\n');
}
