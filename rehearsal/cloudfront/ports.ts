/** An object of a bucket, as S3 stores it. */
export interface OriginObject {
  readonly body: Uint8Array
  /** Lower-case names: content-type, cache-control, content-encoding… */
  readonly headers: Readonly<Record<string, string>>
  readonly etag: string
}

/** What the local CloudFront needs from the services around it. */
export interface CloudFrontPorts {
  readonly objects: {
    readonly get: (bucket: string, key: string) => OriginObject | undefined | Promise<OriginObject | undefined>
    /** The bucket's policy, a JSON document. */
    readonly policy: (bucket: string) => string | undefined
  }
  /** A text in which the addresses of what is local lead to where it listens. */
  readonly localUrls: (text: string) => string
  /** The local URL of a custom origin: a load balancer by its DNS name and port. */
  readonly resolveOrigin: (domainName: string, port: number) => string | undefined
}
