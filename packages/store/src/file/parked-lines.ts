import { renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ParkedLines } from '@zenpulse/core/ports';
import { parkedIn, parkedName, wholeLinesOf, type ParkedFile } from './journal-folder.ts';
import { createWrittenSegment } from './journal-segment.ts';
import { syncFolder } from './sync-folder.ts';

/** The limit of all parked lines: days of an outage for most users, without filling the disk. */
const MOST_BYTES = 1_073_741_824;

/** Batches of lines beside a runner's journal, each a file that exists completely or not at all. */
export class ParkedBatches {
  readonly #folder: string;
  #known: ParkedFile[] = [];
  #bytes = 0;
  #number = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The number of lines in the known batches. */
  get count(): number {
    return this.#known.reduce((sum, { count }) => sum + count, 0);
  }

  /** Finds the batches that an adoption brought. */
  look(): void {
    this.#known = parkedIn(this.#folder);
    this.#bytes = this.#known.reduce((sum, { path }) => sum + statSync(path).size, 0);
  }

  /** False if the limit is reached. Throws if it cannot be written. */
  add(lines: readonly string[]): boolean {
    if (this.#bytes > MOST_BYTES) return false;
    this.#number = 1 + Math.max(this.#number, ...this.#known.map(({ name }) => numberOf(name)));
    const name = parkedName(basename(this.#folder), this.#number, lines.length);
    const path = join(this.#folder, name);
    const text = lines.map((line) => `${line}\n`).join('');
    createWrittenSegment(path, text, { isDurable: true }).close();
    syncFolder(this.#folder);
    this.#known.push({ path, name, count: lines.length });
    this.#bytes += Buffer.byteLength(text);
    return true;
  }

  async oldest(): Promise<ParkedLines | null> {
    this.look();
    const [oldest] = this.#known;
    if (oldest === undefined) return null;
    return {
      lines: await wholeLinesOf(oldest.path),
      discard: async () => {
        rmSync(oldest.path, { force: true });
        this.look();
      },
    };
  }
}

/** Moves the batches of a dead runner to its adopter. Each move is a rename, so none is lost or doubled. */
export function takeParked(from: string, mine: string): void {
  const batches = parkedIn(from);
  for (const { path, name } of batches) renameSync(path, join(mine, name));
  if (batches.length > 0) syncFolder(mine);
}

function numberOf(name: string): number {
  return Number(/^parked-(\d{15})-/.exec(name)?.[1] ?? 0);
}
