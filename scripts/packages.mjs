import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// `yaml` is seventy files, each looked up and read when it is not bundled: a tenth of a second of every command. Its
// `browser` build is the same code as modules, of which only what is used is taken.
const require = createRequire(import.meta.url)
const yaml = join(dirname(require.resolve('yaml/package.json')), 'browser', 'dist', 'index.js')

// For esbuild: packages stay packages, but for @actions/*, which import JSON without an import attribute; Node refuses
// that (actions/languageservices#387).
export const packages = {
  name: 'packages',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^.#/]/ }, ({ path, kind }) =>
      path === 'yaml'
        ? { path: yaml }
        : kind === 'entry-point' || /^@actions\//.test(path)
          ? undefined
          : { path, external: true },
    ),
}
