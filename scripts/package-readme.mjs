/** Sections that only apply to a clone or to the repository's page. */
const DROPPED = ['Try it', 'How it works'];

/** The README for users of the package, without pictures, contents and the demo. */
export function packageReadme(readme) {
  const without = DROPPED.reduce((text, title) => {
    const section = new RegExp(`^## ${title}\\n[\\s\\S]*?(?=^## )`, 'm');
    if (!section.test(text)) throw new Error(`README.md: expected a section "## ${title}"`);
    return text.replace(section, '');
  }, readme);
  return without
    .replace(/^!\[.*\n\n/gm, '')
    .replace(/^\*\*Contents:\*\*[\s\S]*?\n\n/m, 'Node 20.19 or newer.\n\n');
}
