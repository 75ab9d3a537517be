import { v7 } from 'uuid';

/** A UUIDv7: unique without asking anyone, and sorted by time. */
export function newId(): string {
  return v7();
}
