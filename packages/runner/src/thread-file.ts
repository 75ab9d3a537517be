const isSource = import.meta.url.endsWith('.ts');

/**
 * The file that a worker thread starts with. In the bundle it lies beside this one; a thread cannot start from TypeScript,
 * so from the sources it is the built one.
 */
export function threadFile(name: 'job-thread' | 'watchdog-thread'): URL {
  return new URL(isSource ? `../../zenpulse/dist/${name}.js` : `./${name}.js`, import.meta.url);
}
