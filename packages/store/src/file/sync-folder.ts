import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes a new name in the folder survive a power failure, where folders can be synced. Never throws. */
export function syncFolder(folder: string): void {
  let fd: number | null = null;
  try {
    fd = openSync(folder, 'r');
    fsyncSync(fd);
  } catch {
    // Not supported on this system or file system.
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
