const FIRST_SECTION = '## Use it';

/**
 * The README for those who have the package and not the repository: without the picture and the demo, with the
 * command that installs it, and without links to files that only the repository has.
 */
export function packageReadme(readme) {
  const [opening] = readme.split(/^(?:!\[|## )/m);
  const start = readme.indexOf(FIRST_SECTION);
  if (start === -1) throw new Error(`README.md: expected a section "${FIRST_SECTION}"`);
  const install = `\`\`\`sh\nnpm install zenpulse\n\`\`\`\n\nNode 20.19 or newer.\n\n`;
  return `${opening}${install}${readme.slice(start)}`
    .replace(/^!\[.*\n/gm, '')
    .replace(/\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, '$1');
}
