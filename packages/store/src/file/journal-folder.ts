import { lstatSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_MODE, makeFolder, readPlainFile, readPlainText } from './plain-files.ts';
import { isSameBoot, parseIdentity, type ProcessIdentity } from './process-identity.ts';

const MOST_OWNER_BYTES = 65_536;
/** Longer texts do not fit into a string. */
const MOST_JOURNAL_BYTES = 500_000_000;

/** Whose a folder of journals is. */
export interface JournalOwner {
  readonly identity: ProcessIdentity;
  /** It was closed, and all of it is on the disk: its process may live on and will write no more. */
  readonly isClosed: boolean;
}

/** What a folder's journal says. */
export interface JournalText {
  /** Whole lines, oldest first. */
  readonly lines: readonly string[];
  /** Nothing can be missing at its end. */
  readonly isComplete: boolean;
}

/** A journal with this time has a gap at its end. Times can be written on a full disk, when nothing else can. */
export const GAP_TIME = 0;

export function segmentFile(folder: string, segment: number): string {
  return join(folder, `journal-${segment}.jsonl`);
}

/** Segments, newest first. An older one beside a newer one was replaced by it, and only not deleted yet. */
export function segmentsIn(folder: string): number[] {
  return namesIn(folder)
    .flatMap((name) => /^journal-(\d{1,15})\.jsonl$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/** A batch that lies aside of a journal. */
export interface ParkedFile {
  readonly path: string;
  readonly name: string;
  /** Its lines. */
  readonly count: number;
}

/** The name sorts by age, among those of one runner; it says the number of lines, so that nobody has to read them. */
export function parkedName(runnerId: string, number: number, count: number): string {
  return `parked-${String(number).padStart(15, '0')}-${count}-${runnerId}.jsonl`;
}

/** Batches that lie aside, oldest first. */
export function parkedIn(folder: string): ParkedFile[] {
  return namesIn(folder)
    .sort()
    .flatMap((name) => {
      const count = /^parked-\d{15}-(\d{1,15})-.*\.jsonl$/.exec(name)?.[1];
      return count === undefined ? [] : [{ path: join(folder, name), name, count: Number(count) }];
    });
}

/** Folders of dead runners that were moved into this one and are still of use, oldest first: ids sort by time. */
export function adoptedIn(folder: string): string[] {
  return namesIn(adoptedFolder(folder))
    .filter((name) => !name.endsWith(DISCARDED))
    .sort()
    .map((name) => join(adoptedFolder(folder), name));
}

export function adoptedFolder(folder: string): string {
  return join(folder, 'adopted');
}

/** What is to be deleted has this at the end of its name first, so that half of it is never read. */
export const DISCARDED = '.discarded';

/** Null when it cannot be known whose it is. */
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

/** Makes the folder too, where there is none. Throws. */
export function writeOwner(folder: string, { identity, isClosed }: JournalOwner): void {
  makeFolder(folder);
  const file = ownerFile(folder);
  rmSync(`${file}.new`, { force: true }); // of a process that died here, or a link
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

/** Null when there is no journal. */
export async function readJournal(folder: string, owner: JournalOwner): Promise<JournalText | null> {
  const [newest, ...older] = segmentsIn(folder).map((segment) => segmentFile(folder, segment));
  if (newest === undefined) return null;
  const isWhole = owner.isClosed || isSameBoot(owner.identity);
  // The machine may have died before the newest was on its disk: then those that it was to replace are still there.
  const told = isWhole ? [newest] : [newest, ...older.filter((file) => !hasGap(file))];
  const lines: string[] = [];
  for (const file of told.toReversed()) lines.push(...(await wholeLinesOf(file)));
  return { lines, isComplete: isWhole && !hasGap(newest) };
}

export async function wholeLinesOf(file: string): Promise<string[]> {
  const lines = (await readPlainText(file, MOST_JOURNAL_BYTES)).text.split('\n');
  lines.pop(); // what follows the last line end: nothing, or a line that was torn
  return lines;
}

function hasGap(file: string): boolean {
  return statSync(file).mtimeMs === GAP_TIME;
}

function namesIn(folder: string): string[] {
  try {
    if (!lstatSync(folder).isDirectory()) return []; // a link leads elsewhere
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
