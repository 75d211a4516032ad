// The suite asks for a plugin whose addons are not there for every platform. What it adds, types of parameters for decorators, the tests do
// without: each parameter is named by `@Inject`.

export default {
  esbuild: { tsconfigRaw: { compilerOptions: { experimentalDecorators: true, target: 'ES2021' } } },
  test: { globals: true, include: ['lib/**/*.spec.ts'] },
}
