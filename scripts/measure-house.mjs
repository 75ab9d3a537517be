// What the house looks like in figures, to compare one commit with another: sizes of files and functions, how the parts
// of the engine hang together, and how plainly the comments speak. Tests and what only tests use are left out.
//   node scripts/measure-house.mjs [--marks]    --marks also prints each comment line that has a mark
//   node scripts/measure-house.mjs --check      prints only what is too large, and fails for it (part of `pnpm lint`)
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'rolldown/utils';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const ENGINE = 'packages/core/src/engine/engine.ts';

/** Persons in place of parts, and verbs that want a second reading. */
const OLD_VOICE = [
  /\b(?:nobody|somebody|whoever|everybody)\b/gi,
  /\b(?:stands?|stood|standing)\b(?! by\b|ing by\b|-?by\b)/gi,
  /\b(?:tells?|told|telling|says|said)\b/gi,
  /\b(?:gives? way|gave way|giving way|lets? go of|took offence|cures?)\b/gi,
  /\b(?:heeds?|heeded|heeding)\b/gi,
  /\b(?:(?:no|a|without a|left) word|word of|goodbye)\b/gi,
  /\b(?:strangers?|for nothing|since when|as far as|lives? through|knows nothing|has the say)\b/gi,
];

const MAX_FILE = 250;
/** Components (JSX) apart. */
const MAX_FUNCTION = 60;
/** What may be larger, and why. A new line here wants a reason that a reviewer accepts. */
const MAY_BE_LARGE = new Map([
  [ENGINE, 'puts all parts of the runner together'],
  ['packages/core/src/engine/runs/due-policy.ts', 'the rule of each occurrence that is due, in one place'],
  ['packages/core/src/engine/runs/run-book.ts', 'the one owner of every run: all changes of its state'],
  [
    'packages/core/src/engine/schedules/dispatcher.ts',
    'the one owner of what is due next and what is decided',
  ],
  ['packages/core/src/engine/schedules/syncer.ts', 'one machine of states: in step, behind, another history'],
  ['packages/runner/src/create-runner.ts', 'puts a runner together'],
  ['packages/runner/src/http/runner-metrics.ts', 'a list of metrics'],
  ['packages/store/src/executions/execution-statements.ts', 'a list of statements'],
  ['packages/store/src/server/server-lease.ts', 'one machine of states: held, in doubt, lost'],
]);

const files = sources();
const marks = process.argv.includes('--marks');
const totals = { files: [], functions: [], components: [], words: 0, marks: 0, byWord: new Map() };
const tooLarge = new Map();
for (const path of files) measure(path);
if (process.argv.includes('--check')) judgeSizes();
else print();

function print() {
  console.log(`${files.length} files of ${sum(totals.files)} lines: ${spread(totals.files)}`);
  console.log(`${totals.functions.length} functions with a body: ${spread(totals.functions)} lines`);
  console.log(`${totals.components.length} components (JSX): ${spread(totals.components)} lines`);
  console.log(
    `above the sizes: ${totals.files.filter((n) => n > MAX_FILE).length} files of more than ${MAX_FILE} lines, ${totals.functions.filter((n) => n > MAX_FUNCTION).length} functions of more than ${MAX_FUNCTION}`,
  );
  const engine = partsOf(ENGINE, 'createEngine');
  console.log(
    `createEngine: ${engine.lines} lines, ${engine.parts.length} parts, ${engine.links} links, largest cycle of ${engine.cycle.length} parts${engine.cycle.length > 0 ? ` (${engine.cycle.join(', ')})` : ''}`,
  );
  const often = [...totals.byWord].sort(([, a], [, b]) => b - a).slice(0, 12);
  console.log(
    `${((totals.marks / totals.words) * 1000).toFixed(1)} marks of the old voice in 1,000 words of comment (${totals.marks} in ${totals.words}): ${often.map(([word, n]) => `${word} ${n}`).join(', ')}`,
  );
}

function judgeSizes() {
  for (const [path, problems] of tooLarge) {
    if (!MAY_BE_LARGE.has(path)) for (const problem of problems) console.error(`${path}${problem}`);
  }
  for (const path of MAY_BE_LARGE.keys()) {
    if (!tooLarge.has(path))
      console.error(`${path} is small enough now: take it from the exceptions in this script`);
  }
  const isWrong = [...tooLarge.keys()].some((path) => !MAY_BE_LARGE.has(path));
  if (isWrong)
    console.error(
      'Whoever opens a file wants to hold it in the head. Look for the second subject in it and give that a file and a name; ' +
        'of a long function, name its steps. Lists and what only puts parts together may be exceptions, with a reason, in this script.',
    );
  if (isWrong || [...MAY_BE_LARGE.keys()].some((path) => !tooLarge.has(path))) process.exitCode = 1;
}

function sources() {
  const rooms = readdirSync(join(root, 'packages')).filter((name) => name !== 'simulation');
  const found = [...rooms.map((name) => `packages/${name}/src`), 'apps/admin/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.|\.d\.ts$/.test(entry.name),
      )
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  );
  return found
    .filter((path) => !/\/(?:testing|generated|dist)\//.test(path))
    .sort((a, b) => a.localeCompare(b));
}

function measure(path) {
  const { text, program, comments, lineAt } = parse(path);
  const length = text.trimEnd().split('\n').length;
  totals.files.push(length);
  const large = (problem) => tooLarge.set(path, [...(tooLarge.get(path) ?? []), problem]);
  if (length > MAX_FILE) large(`: expected at most ${MAX_FILE} lines, got ${length}`);

  const open = [];
  const enter = (node) => open.push({ node, isComponent: false });
  const leave = () => {
    const { node, isComponent } = open.pop();
    if (isComponent && open.length > 0) open.at(-1).isComponent = true;
    if (node.body?.type !== 'BlockStatement' && node.body?.type !== 'FunctionBody') return;
    const lines = lineAt(node.end) - lineAt(node.start) + 1;
    (isComponent ? totals.components : totals.functions).push(lines);
    if (!isComponent && lines > MAX_FUNCTION)
      large(`:${lineAt(node.start)}: expected a function of at most ${MAX_FUNCTION} lines, got ${lines}`);
  };
  const jsx = () => {
    if (open.length > 0) open.at(-1).isComponent = true;
  };
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    JSXElement: jsx,
    JSXFragment: jsx,
  }).visit(program);

  for (const { value, start } of comments) {
    totals.words += value.match(/[\p{L}\d][\p{L}\d'’-]*/gu)?.length ?? 0;
    for (const mark of OLD_VOICE)
      for (const [found] of value.matchAll(mark)) {
        const word = found.toLowerCase();
        totals.marks += 1;
        totals.byWord.set(word, (totals.byWord.get(word) ?? 0) + 1);
        if (marks) console.log(`${path}:${lineAt(start)}: ${word}`);
      }
  }
}

/**
 * The parts that a function puts together: what it makes with `new` or with an imported `create…`. A part links to
 * those that its construction names, directly or through the function's own helpers: these it can call at run time.
 */
function partsOf(path, name) {
  const { program, lineAt } = parse(path);
  const declared = program.body
    .map((node) => node.declaration ?? node)
    .find((node) => node.type === 'FunctionDeclaration' && node.id.name === name);
  const mentions = new Map();
  const parts = [];
  for (const statement of declared.body.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) {
      if (id.type !== 'Identifier' || init === null) continue;
      mentions.set(id.name, namesIn(init));
      if (isMade(init)) parts.push(id.name);
    }
  }
  const links = new Map(parts.map((part) => [part, reached(part, mentions, new Set(parts))]));
  return {
    lines: lineAt(declared.end) - lineAt(declared.start) + 1,
    parts,
    links: sum([...links.values()].map(({ size }) => size)),
    cycle: largestCycle(links),
  };
}

function isMade(init) {
  if (init.type === 'ConditionalExpression') return isMade(init.consequent) || isMade(init.alternate);
  if (init.type === 'NewExpression') return !['Map', 'Set', 'WeakMap', 'WeakSet'].includes(init.callee.name);
  return init.type === 'CallExpression' && /^create[A-Z]/.test(init.callee.name ?? '');
}

/** Identifiers that are read in an expression; names of properties and keys are none. */
function namesIn(expression) {
  const names = new Set();
  const look = (node, parent, key) => {
    if (Array.isArray(node)) for (const one of node) look(one, parent, key);
    else if (node !== null && typeof node === 'object' && typeof node.type === 'string') {
      if (node.type.startsWith('TS') && node.type !== 'TSNonNullExpression' && node.type !== 'TSAsExpression')
        return;
      const isName = (key === 'property' || key === 'key') && parent.computed !== true;
      if (node.type === 'Identifier' && !isName) names.add(node.name);
      for (const [childKey, child] of Object.entries(node)) look(child, node, childKey);
    }
  };
  look(expression, {}, '');
  return names;
}

function reached(part, mentions, parts) {
  const found = new Set();
  const seen = new Set([part]);
  const waiting = [...mentions.get(part)];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    if (parts.has(name)) found.add(name);
    else waiting.push(...(mentions.get(name) ?? []));
  }
  return found;
}

/** The largest set of parts each of which reaches each other. */
function largestCycle(links) {
  const canReach = (from) => {
    const seen = new Set();
    const waiting = [...links.get(from)];
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...links.get(next));
    }
    return seen;
  };
  const reach = new Map([...links.keys()].map((part) => [part, canReach(part)]));
  const cycles = [...links.keys()].map((part) =>
    [...reach.get(part)].filter((other) => reach.get(other).has(part)),
  );
  const largest = cycles.reduce((most, cycle) => (cycle.length > most.length ? cycle : most), []);
  return largest.sort((a, b) => a.localeCompare(b));
}

function parse(path) {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineAt = (offset) => starts.findLastIndex((start) => start <= offset) + 1;
  return { text, program, comments, lineAt };
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return `median ${at(0.5)}, p90 ${at(0.9)}, largest ${sorted.at(-1) ?? 0}`;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
