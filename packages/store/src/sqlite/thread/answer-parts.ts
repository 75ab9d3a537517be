import type { Answer } from './libsql-connection.ts';
import type { AnswerPart, Cell } from './thread-messages.ts';

/** Messages stay below 256 KB: receiving one copies it in one piece, which blocks the receiver. */
const MESSAGE_BYTES = 200_000;
const MESSAGE_ROWS = 500;
/** Longer values are sent in pieces, so that every part is small. */
const LONG = 20_000;
const PIECE_LENGTH = 64_000;

/** Splits answers into groups of limited size; each group is one message. The last group is the return value. */
export function* answerMessages(
  answers: readonly Answer[],
): Generator<readonly AnswerPart[], readonly AnswerPart[]> {
  let group: AnswerPart[] = [];
  let bytes = 0;
  for (const answer of answers) {
    for (const { part, size } of answerParts(answer)) {
      if (group.length > 0 && bytes + size > MESSAGE_BYTES) {
        yield group;
        group = [];
        bytes = 0;
      }
      group.push(part);
      bytes += size;
    }
  }
  return group;
}

interface SizedPart {
  readonly part: AnswerPart;
  readonly size: number;
}

function* answerParts({ columns, types, rows, changes }: Answer): Generator<SizedPart> {
  yield { part: { kind: 'head', columns, types, changes }, size: columns.length * 64 };
  let some: (readonly Cell[])[] = [];
  let size = 0;
  for (const row of rows) {
    const pieces: (string | Uint8Array)[] = [];
    const cells = row.map((value) => cellOf(value, pieces));
    const more = cells.reduce<number>((sum, cell) => sum + sizeOf(cell), 0);
    if (
      some.length > 0 &&
      (some.length >= MESSAGE_ROWS || size + more > MESSAGE_BYTES || pieces.length > 0)
    ) {
      yield { part: { kind: 'rows', rows: some }, size: some.length >= MESSAGE_ROWS ? MESSAGE_BYTES : size };
      some = [];
      size = 0;
    }
    for (const piece of pieces) yield { part: { kind: 'piece', piece }, size: sizeOf(piece) };
    some.push(cells);
    size += more;
  }
  if (some.length > 0) yield { part: { kind: 'rows', rows: some }, size };
}

function cellOf(value: unknown, pieces: (string | Uint8Array)[]): Cell {
  if (!isLong(value)) return value as Cell; // SQLite has no other values
  const before = pieces.length;
  for (let at = 0; at < value.length; at += PIECE_LENGTH) pieces.push(value.slice(at, at + PIECE_LENGTH));
  return { pieces: pieces.length - before };
}

function isLong(value: unknown): value is string | Uint8Array {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length > LONG;
}

/** An upper limit: a character takes one or two bytes. */
function sizeOf(value: Cell): number {
  if (typeof value === 'string') return value.length * 2 + 8;
  return value instanceof Uint8Array ? value.length + 64 : 16;
}

/** Assembles answers from their parts. */
export class AnswerReader {
  readonly answers: Answer[] = [];
  #rows: (readonly unknown[])[] = [];
  #pieces: (string | Uint8Array)[] = [];

  take(part: AnswerPart): void {
    switch (part.kind) {
      case 'head':
        this.#rows = [];
        this.answers.push({ ...part, rows: this.#rows });
        return;
      case 'piece':
        this.#pieces.push(part.piece);
        return;
      case 'rows':
        for (const row of part.rows) this.#rows.push(row.map((cell) => this.#valueOf(cell)));
    }
  }

  #valueOf(cell: Cell): unknown {
    if (cell === null || typeof cell !== 'object' || cell instanceof Uint8Array) return cell;
    const pieces = this.#pieces.splice(0, cell.pieces);
    return typeof pieces[0] === 'string' ? pieces.join('') : Buffer.concat(pieces as Uint8Array[]);
  }
}
