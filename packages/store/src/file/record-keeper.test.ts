import { LEASE_RENEW_MS, silentLogger } from '@zenpulse/core/ports';
import { FakeClock } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeSlot, RECORD_BYTES, slotOffset, type EpochRecord } from './epoch-record.ts';
import { identifyProcess } from './process-identity.ts';
import type { RecordFile } from './record-file.ts';
import { RecordKeeper } from './record-keeper.ts';
import { firstRecord } from './record-rules.ts';

/** A file whose writes may end in the middle. */
class TornFile {
  readonly content = Buffer.alloc(RECORD_BYTES, ' ');
  /** How many bytes the next write reaches; null: all. */
  tearAt: number | null = null;
  /** True: writes are complete on the disk, but report a failure. */
  isSyncFailing = false;

  readonly file: RecordFile = {
    writeFirst: (record) => this.put(record),
    write: async (record) => {
      this.put(record);
      if (this.tearAt !== null || this.isSyncFailing) throw new Error('EIO');
    },
    isInPlace: () => true,
    close: () => undefined,
    remove: () => undefined,
  };

  put(record: EpochRecord): void {
    encodeSlot(record).copy(this.content, slotOffset(record), 0, this.tearAt ?? RECORD_BYTES);
  }
}

describe('a record that is kept fresh', () => {
  const open = () => {
    const clock = new FakeClock();
    const torn = new TornFile();
    const record = firstRecord(identifyProcess('a'), 1, null, clock.now());
    torn.file.writeFirst(record);
    const renewals: number[] = [];
    const keeper = new RecordKeeper({
      clock,
      logger: silentLogger,
      events: { processedUntil: async () => clock.now() },
      file: torn.file,
      record,
      mayWrite: () => true,
      onRenewed: (sentAt) => renewals.push(sentAt),
    });
    keeper.start();
    return { clock, torn, keeper, renewals };
  };

  it('stays readable however often and wherever its writes are torn', async () => {
    const { clock, torn, keeper } = open();
    await clock.advance(LEASE_RENEW_MS);
    for (const tearAt of [0, 1, 50, 0, 200, 4_000, 7, null, 12, 13, null]) {
      torn.tearAt = tearAt;
      const sound = keeper.record;
      await clock.advance(LEASE_RENEW_MS);
      const read = decodeRecord(torn.content);
      expect(read?.reservedUntil).toBeGreaterThanOrEqual(sound.reservedUntil);
      expect(read?.sequence).toBeGreaterThanOrEqual(sound.sequence);
    }
  });

  it('shows each try to others as a new sequence, so that a late success is not taken for silence', async () => {
    const { clock, torn } = open();
    await clock.advance(0);
    torn.isSyncFailing = true;
    const seen = new Set<number | undefined>();
    for (let i = 0; i < 5; i += 1) {
      await clock.advance(LEASE_RENEW_MS);
      seen.add(decodeRecord(torn.content)?.sequence);
    }
    expect(seen.size).toBe(5);
  });

  it('is renewed from the moment the last renewal was sent, and reports when that was', async () => {
    const { clock, renewals } = open();
    const begunAt = clock.now();
    await clock.advance(2 * LEASE_RENEW_MS);
    expect(renewals.map((at) => at - begunAt)).toEqual([0, LEASE_RENEW_MS, 2 * LEASE_RENEW_MS]);
  });
});
