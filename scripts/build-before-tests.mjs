/** Tests of whole processes run what users run: the build, brought up to date first. */
export default async function buildBeforeTests() {
  await import('./build.mjs');
}
