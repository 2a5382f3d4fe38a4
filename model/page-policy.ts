/**
 * What a page of a site may load: only its own origin. Inline styles are what component libraries need; scripts are not.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export const pagePolicy: readonly (readonly [directive: string, sources: string])[] = [
  ['default-src', "'self'"],
  ['base-uri', "'self'"],
  ['connect-src', "'self'"],
  ['font-src', "'self' data:"],
  ['form-action', "'self'"],
  ['frame-ancestors', "'none'"],
  ['img-src', "'self' data: blob:"],
  ['object-src', "'none'"],
  ['style-src', "'self' 'unsafe-inline'"],
]
