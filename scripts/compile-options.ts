/** How esbuild makes one module of a configuration. */
export const compileOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  sourcesContent: false,
  packages: 'external',
  logLevel: 'silent',
} as const
