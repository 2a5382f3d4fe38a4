// For esbuild: packages stay packages, but for @actions/*, which import JSON without an import attribute; Node refuses
// that (actions/languageservices#387).
export const packages = {
  name: 'packages',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^.#/]/ }, ({ path, kind }) =>
      kind === 'entry-point' || /^@actions\//.test(path) ? undefined : { path, external: true },
    ),
}
