/** Unit tests run from the sources; the thread that has SQLite is built, and never a stale one. */
export default async function generateBeforeTests() {
  await import('./generate.mjs');
}
