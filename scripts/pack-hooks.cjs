const { publicAddress } = require('./public-address.cjs');

// What pnpm changes in the packed manifest: only the workspace knows the private packages and its own scripts, and where the
// repository is stands in one place.
module.exports = {
  hooks: {
    beforePacking: ({ devDependencies: _dev, scripts: _scripts, ...manifest }) => ({
      ...manifest,
      ...links(publicAddress()),
    }),
  },
};

function links(address) {
  if (address === '') return {};
  return {
    repository: { type: 'git', url: `git+${address}.git`, directory: 'packages/zenpulse' },
    homepage: `${address}#readme`,
    bugs: { url: `${address}/issues` },
  };
}
