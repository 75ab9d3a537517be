import { readIntrinsics, type Intrinsic } from './intrinsics.ts';

/*
 * Whatever a job replaces is replaced for the runner too: they share one process. So what looks at it is held from
 * before any job ran, and until everything is back nothing is called that a job could have replaced.
 */
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
const now = performance.now.bind(performance);
/** What is added to the first is taken away; to arrays a job's libraries may add, but not how JSON is made of them. */
const OBJECT = Object.prototype;
const ARRAY = Array.prototype;

/** All of them are compared so often at most, which takes 0.06 ms; in between only those that break everything at once. */
const COMPARE_EVERY_MS = 100;

export interface IntrinsicsGuard {
  /** Compares all of them and puts back what was replaced. */
  compare(): void;
  /** The same, cheap enough for the end of every run: at times it compares only the most important. */
  check(): void;
}

/**
 * Keeps the language and Node as they are now: what a job replaces (`Promise.prototype.then`, `Date`, `setTimeout`,
 * `JSON.stringify`, …) is put back, and what it adds to all objects is taken away. `onRestored` is told their names.
 */
export function guardIntrinsics(onRestored: (names: readonly string[]) => void): IntrinsicsGuard {
  const intrinsics = readIntrinsics();
  const objectKeys = new Set(ownKeys(OBJECT));
  const areVitalsIntact = readVitals();
  const replaced: number[] = [];
  let comparedAt = now();

  const compare = (): void => {
    comparedAt = now();
    let count = 0;
    for (let i = 0; i < intrinsics.length; i += 1) {
      const intrinsic = intrinsics[i] as Intrinsic; // inside its bounds
      if (isIntact(intrinsic)) continue;
      restore(intrinsic);
      replaced[count++] = i;
    }
    const hasAdditions =
      ownKeys(OBJECT).length !== objectKeys.size || getOwnPropertyDescriptor(ARRAY, 'toJSON');
    if (count === 0 && !hasAdditions) return;
    // From here on the language is what it was.
    const added = ownKeys(OBJECT).filter((key) => !objectKeys.has(key));
    const names = [
      ...replaced.splice(0).map((index) => nameOf(intrinsics[index] as Intrinsic)),
      ...added.map((key) => takeAway('Object.prototype', OBJECT, key)),
      ...(Object.hasOwn(ARRAY, 'toJSON') ? [takeAway('Array.prototype', ARRAY, 'toJSON')] : []),
    ];
    for (const key of added) if (Object.hasOwn(OBJECT, key)) objectKeys.add(key); // told once
    onRestored(names);
  };

  return {
    compare,
    check: () => {
      if (!areVitalsIntact() || now() - comparedAt >= COMPARE_EVERY_MS) compare();
    },
  };
}

function isIntact({ holder, key, descriptor }: Intrinsic): boolean {
  const current = getOwnPropertyDescriptor(holder, key);
  if (current === undefined || descriptor === undefined) return current === descriptor;
  return (
    current.value === descriptor.value && current.get === descriptor.get && current.set === descriptor.set
  );
}

function restore({ holder, key, descriptor }: Intrinsic): void {
  if (descriptor === undefined) deleteProperty(holder, key);
  else defineProperty(holder, key, descriptor);
}

function takeAway(holderName: string, holder: object, key: PropertyKey): string {
  const name = `${holderName}.${String(key)}`;
  return deleteProperty(holder, key) ? name : `${name} (it cannot be taken away)`;
}

function nameOf(intrinsic: Intrinsic): string {
  return isIntact(intrinsic) ? intrinsic.name : `${intrinsic.name} (it cannot be put back)`;
}

/** Without these the very next steps of the engine fail. Read directly: that costs nanoseconds. */
function readVitals(): () => boolean {
  const { Promise: promise, Map: map, Date: date, JSON: json } = globalThis;
  const { setTimeout: timeout, setImmediate: immediate } = globalThis;
  const { then } = promise.prototype;
  const { push, splice, slice } = Array.prototype;
  const { get, set } = map.prototype;
  const { stringify } = json;
  const { now: wallClock } = date;
  const { nextTick } = process;
  return () =>
    globalThis.Promise === promise &&
    promise.prototype.then === then &&
    globalThis.JSON === json &&
    json.stringify === stringify &&
    globalThis.Date === date &&
    date.now === wallClock &&
    globalThis.setTimeout === timeout &&
    globalThis.setImmediate === immediate &&
    process.nextTick === nextTick &&
    globalThis.Map === map &&
    map.prototype.get === get &&
    map.prototype.set === set &&
    Array.prototype.push === push &&
    Array.prototype.splice === splice &&
    Array.prototype.slice === slice &&
    // What is added to all objects at once: JSON, promises and property descriptors read these.
    !('toJSON' in ARRAY) &&
    !('then' in OBJECT) &&
    !('get' in OBJECT) &&
    !('set' in OBJECT);
}
