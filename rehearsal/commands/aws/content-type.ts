const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  json: 'application/json',
  map: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/vnd.microsoft.icon',
  txt: 'text/plain',
  xml: 'text/xml',
  pdf: 'application/pdf',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
  zip: 'application/zip',
  md: 'text/markdown',
  webmanifest: 'application/manifest+json',
}

/** The Content-Type that a file's name suggests, as `aws s3` guesses it. */
export const contentType = (file: string): string =>
  types[file.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'binary/octet-stream'
