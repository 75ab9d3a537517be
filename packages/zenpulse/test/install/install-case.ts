/** One way to install and use the package. */
export interface InstallCase {
  readonly manager: 'npm' | 'pnpm' | 'yarn 1' | 'yarn 4';
  readonly modules: 'ESM' | 'CommonJS';
  readonly express: 4 | 5;
  /** The job module. */
  readonly jobs: 'jobs.js' | 'jobs.ts' | 'jobs.cjs' | 'jobs.mts';
  /** Null: JavaScript. */
  readonly typescript: '5.9' | '7' | null;
}

export function nameOf({ manager, modules, express, jobs, typescript }: InstallCase): string {
  const language = typescript === null ? 'JavaScript' : `TypeScript ${typescript}`;
  return `${manager}, ${modules}, ${language}, Express ${express}, ${jobs}`;
}

/**
 * Each value at least twice, but not all combinations. For scripts/install-matrix.mjs.
 * @public
 */
export const INSTALL_MATRIX: readonly InstallCase[] = [
  { manager: 'npm', modules: 'ESM', typescript: null, express: 5, jobs: 'jobs.js' },
  { manager: 'npm', modules: 'CommonJS', typescript: null, express: 4, jobs: 'jobs.cjs' },
  { manager: 'npm', modules: 'ESM', typescript: '7', express: 5, jobs: 'jobs.ts' },
  { manager: 'npm', modules: 'CommonJS', typescript: '5.9', express: 4, jobs: 'jobs.ts' },
  { manager: 'pnpm', modules: 'ESM', typescript: null, express: 4, jobs: 'jobs.ts' },
  { manager: 'pnpm', modules: 'CommonJS', typescript: '7', express: 5, jobs: 'jobs.ts' },
  { manager: 'pnpm', modules: 'ESM', typescript: '5.9', express: 4, jobs: 'jobs.mts' },
  { manager: 'yarn 1', modules: 'CommonJS', typescript: null, express: 5, jobs: 'jobs.js' },
  { manager: 'yarn 1', modules: 'ESM', typescript: '5.9', express: 5, jobs: 'jobs.ts' },
  { manager: 'yarn 4', modules: 'CommonJS', typescript: '7', express: 4, jobs: 'jobs.mts' },
  { manager: 'yarn 4', modules: 'ESM', typescript: null, express: 5, jobs: 'jobs.cjs' },
];
