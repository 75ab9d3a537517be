/** How far executions are counted: further costs a second in a table of millions. In a file of its own, without zod: the page loads it. */
export const EXECUTIONS_COUNTED = 1_001;
