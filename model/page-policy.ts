/**
 * What a page of a site may load: only its own origin, and nothing inline. Component libraries that write styles into the
 * page need `inlineStyles`; scripts get no such choice.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export const pagePolicy = ({
  inlineStyles,
}: {
  readonly inlineStyles: boolean
}): readonly (readonly [directive: string, sources: string])[] => [
  ['default-src', "'self'"],
  ['base-uri', "'self'"],
  ['connect-src', "'self'"],
  ['font-src', "'self' data:"],
  ['form-action', "'self'"],
  ['frame-ancestors', "'none'"],
  ['img-src', "'self' data: blob:"],
  ['object-src', "'none'"],
  ['style-src', inlineStyles ? "'self' 'unsafe-inline'" : "'self'"],
]
