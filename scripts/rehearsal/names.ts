/** Where a name of the deployment leads on this machine, and how this machine's names read there. */
export interface Names {
  /** The local URL behind a host name; undefined for a name that the deployment does not have. */
  readonly find: (host: string) => string | undefined
  /** A text of the app with the addresses that AWS would have in it. */
  readonly asDeployed: (text: string) => string
}

/** What the names are found in. */
export interface NamesGiven {
  /** The URL of the local AWS itself, which serves the buckets. */
  readonly endpoint: string
  readonly region: string
  readonly distribution: (host: string) => string | undefined
}

/**
 * The names of distributions and buckets. The SDK was told of the local endpoint, and so presigns for it by path; on AWS it
 * presigns for the bucket's own host. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export const namesOf = ({ endpoint, region, distribution }: NamesGiven): Names => {
  const ofBuckets = `.s3.${region}.amazonaws.com`
  const byPath = new RegExp(`${endpoint.replaceAll('.', '\\.')}/([a-z0-9][a-z0-9-]+)`, 'g')
  return {
    find: (host) => distribution(host) ?? (host.endsWith(ofBuckets) ? endpoint : undefined),
    asDeployed: (text) => text.replace(byPath, `https://$1${ofBuckets}`),
  }
}
