import { crc32 } from 'node:zlib';
import { parseIdentity, type ProcessIdentity } from './process-identity.ts';

/** What a lease holder writes to its file for the next holder. Instants are epoch milliseconds. */
export interface EpochRecord {
  readonly identity: ProcessIdentity;
  /** 0 without `--lock`. */
  readonly epoch: number;
  /** P; null if not known yet. */
  readonly processedUntil: number | null;
  /** R. */
  readonly reservedUntil: number;
  /** Raised by each write, so that others see that the holder is alive. */
  readonly sequence: number;
  /** True if its holder left cleanly: everything up to P was decided, and nothing after it was started. */
  readonly isReleased: boolean;
  /**
   * The record it found, from making its epoch until it begins; then null. While this is set, the holder has started
   * nothing, and `before` is what counts.
   */
  readonly before: EpochRecord | null;
}

/**
 * A record's file has two slots, written alternately, each in its own disk block: an interrupted write damages one, and
 * the other still has the record before.
 */
export const SLOT_BYTES = 4_096;
export const RECORD_BYTES = 2 * SLOT_BYTES;

/** The offset of this record's slot in the file. */
export function slotOffset({ sequence }: EpochRecord): number {
  return (sequence % 2) * SLOT_BYTES;
}

/** Encodes one slot: a checksum, JSON, padding, a line end. Throws if it does not fit. */
export function encodeSlot(record: EpochRecord): Buffer {
  const text = JSON.stringify(record);
  const line = Buffer.from(`${checksum(text)} ${text}`);
  if (line.length >= SLOT_BYTES) {
    throw new Error(`expected a lease record below ${SLOT_BYTES} bytes, got ${line.length}`);
  }
  const slot = Buffer.alloc(SLOT_BYTES, ' ');
  line.copy(slot);
  slot.write('\n', SLOT_BYTES - 1);
  return slot;
}

/** The newest valid record in a file's content; null if neither slot is valid. */
export function decodeRecord(content: Buffer): EpochRecord | null {
  const slots = [content.subarray(0, SLOT_BYTES), content.subarray(SLOT_BYTES, RECORD_BYTES)];
  return slots
    .map(decodeSlot)
    .reduce((newest, record) =>
      newest === null || (record !== null && record.sequence > newest.sequence) ? record : newest,
    );
}

const CHECKSUM_CHARS = 8;

function decodeSlot(slot: Buffer): EpochRecord | null {
  const line = slot.toString('utf8').trimEnd();
  const text = line.slice(CHECKSUM_CHARS + 1);
  if (line.slice(0, CHECKSUM_CHARS) !== checksum(text)) return null;
  try {
    return parseRecord(JSON.parse(text));
  } catch {
    return null;
  }
}

function parseRecord(value: Record<string, unknown>): EpochRecord | null {
  const identity = parseIdentity(value.identity);
  const { epoch, processedUntil, reservedUntil, sequence, isReleased } = value;
  if (identity === null || typeof isReleased !== 'boolean') return null;
  if (!isInstant(epoch) || !isInstant(reservedUntil) || !isInstant(sequence)) return null;
  if (processedUntil !== null && !isInstant(processedUntil)) return null;
  const before = isObject(value.before) ? parseRecord(value.before) : null;
  return { identity, epoch, processedUntil, reservedUntil, sequence, isReleased, before };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(CHECKSUM_CHARS, '0');
}
