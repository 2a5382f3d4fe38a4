import type { Image } from '#model'

const grave: Readonly<Record<NonNullable<Image['refuse']>, readonly string[]>> = {
  CRITICAL: ['CRITICAL'],
  HIGH: ['CRITICAL', 'HIGH'],
}

// With an attestation the pushed image is an index, of which the registry scans the image alone.
const platformDigest =
  '$(docker buildx imagetools inspect --raw "$IMAGE_URI" | jq --raw-output \'[.manifests[] | select(.platform.os == "linux") | .digest][0]\')'

/**
 * Waits for the scan that the push started, and fails when it found something grave: before any deployment, since the
 * image definitions are not written yet. Amazon ECR User Guide, "Retrieving the findings for basic scans".
 */
export const scanCommands = (refuse: NonNullable<Image['refuse']>, isIndex: boolean): readonly string[] => [
  `SCANNED_DIGEST="${isIndex ? platformDigest : '${IMAGE_URI##*@}'}"`,
  'SCANNED="--repository-name ${REPOSITORY_URI#*/} --image-id imageDigest=$SCANNED_DIGEST"',
  'aws ecr wait image-scan-complete $SCANNED',
  ...grave[refuse].map(
    (severity) =>
      `FOUND="$(aws ecr describe-image-scan-findings $SCANNED --query 'imageScanFindings.findingSeverityCounts.${severity}' --output text)"; test "$FOUND" = None || { echo "the registry's scan found $FOUND of severity ${severity} in $IMAGE_URI" >&2; exit 1; }`,
  ),
]
