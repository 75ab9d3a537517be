// What pnpm takes out of the packed manifest: only the workspace knows the private packages and its own scripts.
module.exports = {
  hooks: {
    beforePacking: ({ devDependencies: _dev, scripts: _scripts, ...manifest }) => manifest,
  },
};
