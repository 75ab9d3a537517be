/** Unit tests run from the sources; the SQLite thread is brought up to date first. */
export default async function generateBeforeTests() {
  await import('./generate.mjs');
}
