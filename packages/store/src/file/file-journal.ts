import { utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Journal, JournalRewrite, Logger, ParkedLines } from '@zenpulse/core/ports';
import {
  adoptedIn,
  ownerFile,
  parkedIn,
  readOwner,
  segmentFile,
  segmentsIn,
  writeOwner,
} from './journal-folder.ts';
import { removeOwner, removeSegments } from './journal-removal.ts';
import { createSegment, createWrittenSegment, type JournalSegment } from './journal-segment.ts';
import { ParkedBatches } from './parked-lines.ts';
import { rewriteInSteps } from './segment-rewrite.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { syncFolder } from './sync-folder.ts';

/** How often an append checks that its folder still exists: until then, lines written to a deleted folder are lost. */
const LOOK_EVERY_MS = 1_000;

export interface FileJournalOptions {
  /** The folder of this runner. */
  readonly folder: string;
  readonly identity: ProcessIdentity;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * A runner's journal as `journal-N.jsonl` in its own folder; a rewrite creates the next N.
 *
 *   unwritten ─ append ─▶ sound ─ something failed ─▶ degraded ─ rewrite ─▶ sound …
 *
 * A degraded journal is marked on the disk, so that a reader knows that lines may be missing.
 */
export class FileJournal implements Journal {
  readonly #options: FileJournalOptions;
  readonly #parked: ParkedBatches;
  #segment: JournalSegment | null = null;
  #number = 0;
  #size = 0;
  #lookedAt = 0;
  #isDegraded = false;
  /** The last one in steps, perhaps over. */
  #rewriting: JournalRewrite | null = null;
  /** Older segments are kept until the newest is on the disk. */
  #hasReplaced = false;
  #isClosed = false;
  #closing: Promise<void> | null = null;

  constructor(options: FileJournalOptions) {
    this.#options = options;
    this.#parked = new ParkedBatches(options.folder);
  }

  get size(): number {
    return this.#size;
  }

  append(lines: readonly string[]): boolean {
    if (this.#isClosed || this.#isDegraded) return false;
    if (lines.length === 0) return true;
    try {
      const segment = this.#segment ?? this.#begin();
      this.#size += segment.append(textOf(lines));
      if (this.#isLookDue() && !segment.isInPlace()) throw new Error(GONE);
      return true;
    } catch (error) {
      return this.#degrade(error);
    }
  }

  rewrite(lines: readonly string[]): boolean {
    if (this.#isClosed) return false;
    try {
      this.#rewriting?.abandon();
      this.#settleIn();
      const { folder } = this.#options;
      this.#number = 1 + Math.max(this.#number, segmentsIn(folder)[0] ?? 0);
      // A complete segment is kept beside the new one until that is on the disk; one with a gap is deleted at once.
      const isDurable = this.#isDegraded || this.#segment === null;
      this.#use(createWrittenSegment(segmentFile(folder, this.#number), textOf(lines), { isDurable }));
      this.#hasReplaced = !isDurable;
      if (isDurable) this.#removeReplaced();
    } catch (error) {
      return this.#degrade(error);
    }
    this.#isDegraded = false;
    return true;
  }

  beginRewrite(): JournalRewrite | null {
    const segment = this.#segment;
    if (this.#isClosed || this.#isDegraded || segment === null) return null;
    this.#rewriting?.abandon();
    const { folder, logger } = this.#options;
    const onFailed = (error: unknown): void => {
      logger.debug({ err: error }, 'The journal was not rewritten; it stays as it is');
    };
    try {
      const number = 1 + Math.max(this.#number, segmentsIn(folder)[0] ?? 0);
      this.#rewriting = rewriteInSteps({
        segment,
        path: segmentFile(folder, this.#number),
        nextPath: segmentFile(folder, number),
        isOver: () => this.#isClosed || this.#isDegraded || this.#segment !== segment,
        onDone: (next, appended) => {
          this.#number = number;
          this.#use(next);
          this.#size = appended;
          this.#hasReplaced = true;
        },
        onFailed,
      });
      return this.#rewriting;
    } catch (error) {
      onFailed(error);
      return null;
    }
  }

  async sync(): Promise<boolean> {
    return !this.#isClosed && this.#sync();
  }

  park(lines: readonly string[]): boolean {
    if (this.#isClosed) return false;
    try {
      this.#settleIn();
      return this.#parked.add(lines);
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'Records could not be parked on the disk');
      return false;
    }
  }

  async oldestParked(): Promise<ParkedLines | null> {
    return this.#isClosed ? null : this.#parked.oldest();
  }

  get parkedCount(): number {
    return this.#parked.count;
  }

  close(isKept: boolean): Promise<void> {
    this.#closing ??= this.#close(isKept);
    return this.#closing;
  }

  /** Creates the first segment. */
  #begin(): JournalSegment {
    this.#settleIn();
    const { folder } = this.#options;
    this.#number = 1 + (segmentsIn(folder)[0] ?? 0);
    const segment = this.#use(createSegment(segmentFile(folder, this.#number)));
    syncFolder(folder);
    return segment;
  }

  /** Writes the owner's file before any journal: without it, no other process could recognise that this one is dead. */
  #settleIn(): void {
    const { folder, identity } = this.#options;
    if (readOwner(folder)?.isClosed === false) return;
    writeOwner(folder, { identity, isClosed: false });
    syncFolder(dirname(folder));
  }

  #use(segment: JournalSegment): JournalSegment {
    this.#segment?.close();
    this.#segment = segment;
    this.#size = 0;
    this.#lookedAt = this.#options.clock.monotonic();
    return segment;
  }

  #isLookDue(): boolean {
    const now = this.#options.clock.monotonic();
    if (now - this.#lookedAt < LOOK_EVERY_MS) return false;
    this.#lookedAt = now;
    return true;
  }

  async #sync(): Promise<boolean> {
    const segment = this.#segment;
    if (this.#isDegraded) return false;
    if (segment === null) return true;
    try {
      await segment.sync();
      if (this.#segment !== segment) return this.#sync(); // it was rewritten meanwhile
      if (!segment.isInPlace()) throw new Error(GONE);
      if (this.#hasReplaced) this.#removeReplaced();
      this.#sayAlive();
    } catch (error) {
      if (this.#segment === segment) return this.#degrade(error);
    }
    return !this.#isDegraded;
  }

  #degrade(error: unknown): false {
    if (!this.#isDegraded) this.#options.logger.warn({ err: error }, 'The journal could not be written');
    this.#isDegraded = true;
    this.#segment?.markGap();
    return false;
  }

  async #close(isKept: boolean): Promise<void> {
    this.#isClosed = true;
    this.#rewriting?.abandon();
    if (isKept) await this.#sync();
    this.#segment?.close();
    const { folder, identity, logger } = this.#options;
    try {
      if (!isKept) removeSegments(this.#options, Infinity);
      const left = [segmentsIn(folder), adoptedIn(folder), parkedIn(folder)];
      const isLeft = left.some(({ length }) => length > 0);
      if (isLeft) writeOwner(folder, { identity, isClosed: true });
      else removeOwner(folder);
    } catch (error) {
      logger.warn(
        { err: error },
        'The journal could not be closed; it can be adopted once this process has ended',
      );
    }
  }

  /** Touches the files: processes that cannot see this one judge it by their times. Never throws. */
  #sayAlive(): void {
    try {
      const now = this.#options.clock.now() / 1000;
      utimesSync(ownerFile(this.#options.folder), now, now);
    } catch {
      // The next append reports the error.
    }
  }

  #removeReplaced(): void {
    syncFolder(this.#options.folder);
    this.#hasReplaced = false;
    removeSegments(this.#options, this.#number);
  }
}

const GONE = 'expected the journal in its folder, but it was deleted';

function textOf(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
