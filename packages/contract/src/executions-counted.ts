/**
 * The limit up to which executions are counted: counting further takes a second in a table of millions of rows. In a
 * file of its own, without zod, because the page loads it.
 */
export const EXECUTIONS_COUNTED = 1_001;
