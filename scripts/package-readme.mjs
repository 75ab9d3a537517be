const FIRST_SECTION = '## Use it';

/** The README for those who have the package and not the repository: without the picture and the demo. */
export function packageReadme(readme) {
  const [opening] = readme.split(/^(?:!\[|## )/m);
  const start = readme.indexOf(FIRST_SECTION);
  if (start === -1) throw new Error(`README.md: expected a section "${FIRST_SECTION}"`);
  return `${opening}Node 20.19 or newer.\n\n${readme.slice(start)}`.replace(/^!\[.*\n/gm, '');
}
