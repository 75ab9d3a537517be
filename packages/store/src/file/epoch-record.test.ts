import { describe, expect, it } from 'vitest';
import {
  decodeRecord,
  encodeSlot,
  RECORD_BYTES,
  SLOT_BYTES,
  slotOffset,
  type EpochRecord,
} from './epoch-record.ts';

const record = (sequence: number, values: Partial<EpochRecord> = {}): EpochRecord => ({
  identity: {
    runnerId: 'runner-1',
    hostname: 'host',
    pid: 7,
    bootId: 'boot',
    pidNamespace: 'pid:[1]',
    startedTicks: 99,
  },
  epoch: 3,
  processedUntil: 1_767_600_000_000,
  reservedUntil: 1_767_600_010_000,
  sequence,
  isReleased: false,
  before: null,
  ...values,
});

const fileOf = (...records: EpochRecord[]): Buffer => {
  const file = Buffer.alloc(RECORD_BYTES, ' ');
  for (const one of records) encodeSlot(one).copy(file, slotOffset(one));
  return file;
};

describe("a holder's record", () => {
  it('is read as it was written', () => {
    for (const one of [
      record(0),
      record(1, { processedUntil: null, isReleased: true }),
      record(3, { before: record(7) }),
      record(2, { identity: { ...record(0).identity, hostname: '日本', bootId: null, startedTicks: null } }),
    ]) {
      expect(decodeRecord(fileOf(one))).toEqual(one);
    }
  });

  it('is the newest of the two that the file holds', () => {
    expect(decodeRecord(fileOf(record(7), record(8)))?.sequence).toBe(8);
    expect(decodeRecord(fileOf(record(8), record(9)))?.sequence).toBe(9);
  });

  it('is the one before, wherever the newest was torn', () => {
    const before = fileOf(record(8), record(9));
    const after = encodeSlot(record(10, { reservedUntil: 1_767_600_099_999 }));
    let whole = 0;
    for (let written = 0; written <= SLOT_BYTES; written += 1) {
      const file = Buffer.from(before);
      after.copy(file, slotOffset(record(10)), 0, written);
      const read = decodeRecord(file);
      expect([9, 10]).toContain(read?.sequence);
      if (read?.sequence === 10) {
        expect(read.reservedUntil).toBe(1_767_600_099_999);
        whole += 1;
      }
    }
    expect(whole).toBeGreaterThan(0);
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a file of blanks', Buffer.alloc(RECORD_BYTES, ' ')],
    ['a file of zeros', Buffer.alloc(RECORD_BYTES)],
    ['half a slot', encodeSlot(record(0)).subarray(0, 100)],
    ['a checksum over something else', fileOf({ ...record(0), identity: null as never })],
  ])('is not found in %s', (_what, content) => {
    expect(decodeRecord(content)).toBeNull();
  });

  it('is refused when it does not fit its slot', () => {
    const runnerId = 'x'.repeat(SLOT_BYTES);
    expect(() => encodeSlot(record(0, { identity: { ...record(0).identity, runnerId } }))).toThrow(
      'expected a lease record below 4096 bytes',
    );
  });
});
