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

// For esbuild: an import of a module of Node's makes every one of its exports, those included that load half of Node
// when they are made. These two take as long as twenty files of ours; asked for by name, they do not.
export const builtIns = {
  name: 'built-ins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:(fs|crypto)$/ }, ({ path }) => ({ path, namespace: 'built-in' }))
    onLoad({ filter: /./, namespace: 'built-in' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }))
  },
}
