/** What a column holds: by this each database reads and writes it. */
export type ColumnKind =
  /** Text of limited length. */
  | 'name'
  | 'text'
  | 'whole'
  | 'decimal'
  | 'boolean'
  /** Epoch milliseconds here, the database's own type in the table. */
  | 'instant'
  /** Text in ISO here, the database's own type in the table; may be null. */
  | 'isoInstant'
  /** A list here, a JSON array in the table. */
  | 'list'
  /** A JSON object, as text in the table. */
  | 'object';

export interface Column {
  readonly column: string;
  readonly kind: ColumnKind;
}

/** The fields whose columns are of one of these kinds. */
export function fieldsOfKind<Field extends string>(
  columns: Readonly<Record<Field, Column>>,
  ...kinds: readonly ColumnKind[]
): Field[] {
  const fields = Object.keys(columns) as Field[]; // the object has no other keys
  return fields.filter((field) => kinds.includes(columns[field].kind));
}
