import { EventEmitter } from 'node:events';

/** A property of the language or of Node that everything in the process stands on, as it was at the beginning. */
export interface Intrinsic {
  /** "Promise.prototype.then" */
  readonly name: string;
  readonly holder: object;
  readonly key: PropertyKey;
  /** Undefined: there was none of its own. */
  readonly descriptor: PropertyDescriptor | undefined;
}

/** Constructors and namespaces: they themselves, what they have, and their prototypes. */
const NAMES = [
  'AbortController',
  'AbortSignal',
  'Array',
  'ArrayBuffer',
  'BigInt',
  'Boolean',
  'Buffer',
  'Date',
  'Error',
  'Event',
  'EventTarget',
  'Function',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'RangeError',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'TextDecoder',
  'TextEncoder',
  'TypeError',
  'URL',
  'Uint8Array',
  'WeakMap',
  'WeakRef',
  'WeakSet',
] as const;

const FUNCTIONS = [
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'structuredClone',
] as const;

/** What an instance has of its own only when somebody hid its prototype's. */
const UNHIDDEN: readonly (readonly [string, object, readonly string[]])[] = [
  ['performance', performance, ['now']],
  ['process', process, ['nextTick', 'hrtime']],
];

/** What a stack trace is made with is anybody's to set, and Node sets some of these itself. */
const FREE: ReadonlySet<PropertyKey> = new Set(['prepareStackTrace', 'stackTraceLimit', 'domain']);

/** Everything of the language and of Node that the runner and its libraries use, as it is now. */
export function readIntrinsics(): Intrinsic[] {
  const all = globalThis as unknown as Readonly<Record<string, object>>;
  const found: Intrinsic[] = [...NAMES, ...FUNCTIONS].map((name) => {
    void all[name]; // some are made when they are first read
    return ownProperty('globalThis', globalThis, name);
  });
  for (const name of NAMES) {
    const value = all[name] as object & { readonly prototype?: object };
    found.push(...ownProperties(name, value));
    if (value.prototype !== undefined) found.push(...ownProperties(`${name}.prototype`, value.prototype));
  }
  for (const [name, iterator] of iterators()) found.push(...ownProperties(name, iterator));
  found.push(...ownProperties('EventEmitter.prototype', EventEmitter.prototype));
  for (const [name, holder, keys] of UNHIDDEN) {
    for (const key of keys) found.push(ownProperty(name, holder, key));
  }
  return found;
}

function iterators(): (readonly [string, object])[] {
  const of = (iterable: Iterable<unknown>) => Object.getPrototypeOf(iterable[Symbol.iterator]()) as object;
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
  const values = [
    ['[]', of([])],
    ['Map', of(new Map())],
    ['Set', of(new Set())],
    ['""', of('')],
  ] as const;
  return [
    ['TypedArray.prototype', typedArray],
    ...values.map(([name, proto]) => [`iterator of ${name}`, proto] as const),
  ];
}

function ownProperties(name: string, holder: object): Intrinsic[] {
  return Reflect.ownKeys(holder)
    .filter((key) => !FREE.has(key))
    .map((key) => ownProperty(name, holder, key))
    .filter(({ descriptor }) => descriptor?.configurable === true || descriptor?.writable === true);
}

function ownProperty(name: string, holder: object, key: PropertyKey): Intrinsic {
  const descriptor = Reflect.getOwnPropertyDescriptor(holder, key);
  return { name: name === 'globalThis' ? String(key) : `${name}.${String(key)}`, holder, key, descriptor };
}
