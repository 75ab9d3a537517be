// Functions for a benchmark's report: medians, a markdown table, a section of docs/benchmarks.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const docs = join(here, '../../../docs/benchmarks.md');

export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function median(numbers) {
  return quantile(numbers, 0.5);
}

/** Of objects with the same numeric fields: the median of each field. */
export function medians(rounds) {
  return Object.fromEntries(
    Object.keys(rounds[0]).map((name) => [name, median(rounds.map((round) => round[name]))]),
  );
}

/** Three significant digits, with thousands separated. */
export function figure(number) {
  if (!Number.isFinite(number)) return '-';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number) || 1)));
  return Number(number.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** With columns of equal width, as prettier formats them. */
export function table(head, rows) {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((cells) => cells[column].length)),
  );
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** A goal of the project, and whether the figure meets it. */
export function goal(text, isMet) {
  return `- ${isMet ? 'met' : '**missed**'}: ${text}`;
}

/** The version of an installed package, for the table. */
export function versionOf(name) {
  const folder = [join(here, '../node_modules'), join(here, '../../../node_modules')]
    .map((modules) => join(modules, name, 'package.json'))
    .find(existsSync);
  return `${name} ${JSON.parse(readFileSync(folder, 'utf8')).version}`;
}

export function machine() {
  return `Node ${process.versions.node}, ${cpus().length}-core machine (${cpus()[0].model.trim()}), shared with other work`;
}

/** Prints a section and puts it into docs/benchmarks.md, between its two markers. */
export function publish(name, lines) {
  const measured = `Measured ${new Date().toISOString().slice(0, 10)}: ${machine()}.`;
  const section = [...lines, measured].join('\n\n');
  console.log(`${section}\n`);
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const text = readFileSync(docs, 'utf8');
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < 0) throw new Error(`docs/benchmarks.md has no place for ${name}`);
  writeFileSync(docs, `${text.slice(0, before + begin.length)}\n\n${section}\n\n${text.slice(after)}`);
}
