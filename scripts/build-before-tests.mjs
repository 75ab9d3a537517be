/** Tests of whole processes run what users run: the build, never a stale one. */
export default async function buildBeforeTests() {
  await import('./build.mjs');
}
