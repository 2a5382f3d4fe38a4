// What plain `docker build` cannot do: layers cached in a registry, and a list of what an image holds.
// https://docs.docker.com/build/cache/backends/registry/ and https://docs.docker.com/build/metadata/attestations/sbom/
import type { Image, Service } from '#model'
import { quote } from './shell.ts'

/** The one tag that may be written again: it names no image that runs. */
const cacheTag = 'cache' as const

/** True when an image takes a BuildKit of its own: the daemon's exports neither caches nor attestations. */
export const needsBuildx = (image: Image): boolean => image.cache === 'registry' || image.sbom

/** The commands of an image build with a BuildKit of its own, which pushes as it builds. */
export const buildxCommands = (service: Service, release: string) => {
  const { image } = service
  const cache = `type=registry,ref=$REPOSITORY_URI:${cacheTag}`
  const spdx = `${service.name}.sbom.spdx.json`
  const words = [
    'docker buildx build',
    `--file ${quote(`${image.context}/${image.dockerfile}`)}`,
    `--platform ${image.platform}`,
    `--build-arg "${release}=$${release}"`,
    // ECR takes a cache only as an image manifest. AWS blog "Announcing remote cache support in Amazon ECR for BuildKit".
    ...(image.cache === 'registry'
      ? [`--cache-from "${cache}"`, `--cache-to "${cache},mode=max,image-manifest=true,oci-mediatypes=true"`]
      : []),
    image.sbom ? '--sbom=true' : '--sbom=false',
    '--provenance=false',
    '--metadata-file image.json',
    '--tag "$IMAGE"',
    '--push',
    quote(image.context),
  ]
  return {
    pre_build: ['docker buildx create --use --driver docker-container'],
    build: [words.join(' ')],
    post_build: [
      `DIGEST="$(jq --raw-output '."containerimage.digest"' image.json)"`,
      'export IMAGE_URI="$REPOSITORY_URI@$DIGEST"',
      ...(image.sbom
        ? [`docker buildx imagetools inspect "$IMAGE_URI" --format '{{ json .SBOM.SPDX }}' > ${quote(spdx)}`]
        : []),
    ],
    files: image.sbom ? [spdx] : [],
  }
}
