// How to make each package manager substitute one package for another, and how it is run: a script
// of its package, or npm.

const json = (value) => `${JSON.stringify(value, null, 2)}\n`
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const BERRY = '@yarnpkg/cli-dist/bin/yarn.js'

/** By `resolutions`, which both versions of Yarn have. */
const resolved = (manifest, alias) => ({ 'package.json': json({ ...manifest, resolutions: { jsonwebtoken: alias } }), 'yarn.lock': '' })

const berry = (linker) => ({
  files: resolved,
  install: (registry, folder) => [
    [BERRY, 'install'],
    {
      YARN_NODE_LINKER: linker,
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_ENABLE_TELEMETRY: 'false',
      YARN_GLOBAL_FOLDER: `${folder}/global`,
      YARN_ENABLE_GLOBAL_CACHE: 'false',
    },
  ],
})

export const MANAGERS = {
  npm: {
    files: (manifest, alias) => ({ 'package.json': json({ ...manifest, overrides: { jsonwebtoken: alias } }) }),
    install: (registry, folder) => [
      [NPM, 'install', '--registry', registry, '--cache', `${folder}/cache`, '--no-audit', '--no-fund'],
      {},
    ],
  },
  pnpm: {
    files: (manifest, alias) => ({
      'package.json': json(manifest),
      'pnpm-workspace.yaml': `overrides:\n  jsonwebtoken: '${alias}'\n`,
    }),
    install: (registry, folder) => [
      ['pnpm/bin/pnpm.cjs', 'install', `--config.registry=${registry}`, `--config.store-dir=${folder}/store`, `--config.cache-dir=${folder}/cache`],
      {},
    ],
  },
  'yarn 1': {
    files: resolved,
    install: (registry, folder) => [
      ['yarn/bin/yarn.js', 'install', '--non-interactive', '--cache-folder', `${folder}/cache`],
      { npm_config_registry: registry, YARN_REGISTRY: registry },
    ],
  },
  'yarn 4, node_modules': berry('node-modules'),
  'yarn 4, Plug and Play': { ...berry('pnp'), program: [BERRY, 'node'] },
}
