import { SourceMap, type SourceMapPayload } from 'node:module';

interface Position {
  line: number;
  readonly column: number;
}

/** The parts of a node of Babel's syntax tree that are used here. */
interface SyntaxNode {
  readonly loc?: { readonly start: Position; readonly end: Position } | null;
}

/** A Babel plugin that runs before the tree is transformed. */
export interface LinePlugin {
  pre(file: { readonly ast: { readonly program: object } }): void;
  readonly visitor: object;
}

/**
 * Babel prints each node at its own line (`retainLines`). This plugin sets the lines of already compiled code to those
 * of its source file, so that stacks show those without source maps at run time.
 */
export function keepLines(map: SourceMapPayload): () => LinePlugin {
  const lines = new SourceMap(map);
  const move = (position: Position): void => {
    const entry = lines.findEntry(position.line - 1, position.column);
    if ('originalLine' in entry) position.line = entry.originalLine + 1;
  };
  return () => ({
    visitor: {},
    pre: ({ ast }) => {
      const seen = new Set<object>();
      const visit = (value: unknown): void => {
        if (typeof value !== 'object' || value === null || seen.has(value)) return;
        seen.add(value);
        const { loc } = value as SyntaxNode;
        if (loc !== undefined && loc !== null && !seen.has(loc)) {
          seen.add(loc);
          move(loc.start);
          move(loc.end);
        }
        for (const child of Object.values(value)) if (child !== loc) visit(child);
      };
      visit(ast.program);
    },
  });
}
