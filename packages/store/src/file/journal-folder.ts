import { lstatSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_MODE, makeFolder, readPlainFile, readPlainText } from './plain-files.ts';
import { isSameBoot, parseIdentity, type ProcessIdentity } from './process-identity.ts';

const MOST_OWNER_BYTES = 65_536;
/** The limit of a string's length. */
const MOST_JOURNAL_BYTES = 500_000_000;

/** The owner of a folder of journals. */
export interface JournalOwner {
  readonly identity: ProcessIdentity;
  /** True if the journal was closed with everything on the disk: its process may still live, but will write no more. */
  readonly isClosed: boolean;
}

/** The content of a folder's journal. */
export interface JournalText {
  /** Whole lines, oldest first. */
  readonly lines: readonly string[];
  /** True if nothing can be missing at its end. */
  readonly isComplete: boolean;
}

/** The mtime of a journal with a gap at its end. On a full disk times can be written when nothing else can. */
export const GAP_TIME = 0;

export function segmentFile(folder: string, segment: number): string {
  return join(folder, `journal-${segment}.jsonl`);
}

/** The numbers of the segments, newest first. An older one beside a newer one was replaced and only not deleted yet. */
export function segmentsIn(folder: string): number[] {
  return namesIn(folder)
    .flatMap((name) => /^journal-(\d{1,15})\.jsonl$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/** A parked batch of a journal. */
export interface ParkedFile {
  readonly path: string;
  readonly name: string;
  /** The number of lines in it. */
  readonly count: number;
}

/** The name sorts by age among those of one runner; it contains the number of lines, so that they need not be read. */
export function parkedName(runnerId: string, number: number, count: number): string {
  return `parked-${String(number).padStart(15, '0')}-${count}-${runnerId}.jsonl`;
}

/** Parked batches, oldest first. */
export function parkedIn(folder: string): ParkedFile[] {
  return namesIn(folder)
    .sort()
    .flatMap((name) => {
      const count = /^parked-\d{15}-(\d{1,15})-.*\.jsonl$/.exec(name)?.[1];
      return count === undefined ? [] : [{ path: join(folder, name), name, count: Number(count) }];
    });
}

/** Folders of dead runners that were adopted and are still needed, oldest first: ids sort by time. */
export function adoptedIn(folder: string): string[] {
  return namesIn(adoptedFolder(folder))
    .filter((name) => !name.endsWith(DISCARDED))
    .sort()
    .map((name) => join(adoptedFolder(folder), name));
}

export function adoptedFolder(folder: string): string {
  return join(folder, 'adopted');
}

/** The suffix of folders to be deleted: they are renamed first, so that a half-deleted one is never read. */
export const DISCARDED = '.discarded';

/** Null if the owner is unknown. */
export function readOwner(folder: string): JournalOwner | null {
  try {
    const value = JSON.parse(readPlainFile(ownerFile(folder), MOST_OWNER_BYTES).toString()) as Record<
      string,
      unknown
    >;
    const identity = parseIdentity(value);
    return identity === null ? null : { identity, isClosed: value.isClosed === true };
  } catch {
    return null;
  }
}

/** Creates the folder if it is missing. Throws. */
export function writeOwner(folder: string, { identity, isClosed }: JournalOwner): void {
  makeFolder(folder);
  const file = ownerFile(folder);
  rmSync(`${file}.new`, { force: true }); // left by a crashed process, or a link
  writeFileSync(`${file}.new`, JSON.stringify({ ...identity, isClosed }), {
    flush: true,
    flag: 'wx',
    mode: FILE_MODE,
  });
  renameSync(`${file}.new`, file);
}

export function ownerFile(folder: string): string {
  return join(folder, 'identity.json');
}

/** Null if there is no journal. */
export async function readJournal(folder: string, owner: JournalOwner): Promise<JournalText | null> {
  const [newest, ...older] = segmentsIn(folder).map((segment) => segmentFile(folder, segment));
  if (newest === undefined) return null;
  const isWhole = owner.isClosed || isSameBoot(owner.identity);
  // If the machine died before the newest segment was on the disk, the segments it was to replace are still there.
  const told = isWhole ? [newest] : [newest, ...older.filter((file) => !hasGap(file))];
  const lines: string[] = [];
  for (const file of told.toReversed()) lines.push(...(await wholeLinesOf(file)));
  return { lines, isComplete: isWhole && !hasGap(newest) };
}

export async function wholeLinesOf(file: string): Promise<string[]> {
  const lines = (await readPlainText(file, MOST_JOURNAL_BYTES)).text.split('\n');
  lines.pop(); // what follows the last line end: nothing, or an incomplete line
  return lines;
}

function hasGap(file: string): boolean {
  return statSync(file).mtimeMs === GAP_TIME;
}

function namesIn(folder: string): string[] {
  try {
    if (!lstatSync(folder).isDirectory()) return []; // symbolic links are ignored
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
