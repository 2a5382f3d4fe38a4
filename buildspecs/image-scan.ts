import type { Image } from '#model'

const grave: Readonly<Record<NonNullable<Image['refuse']>, readonly string[]>> = {
  CRITICAL: ['CRITICAL'],
  HIGH: ['CRITICAL', 'HIGH'],
}

/**
 * Waits for the scan that the push started, and fails when it found something grave: before any deployment, since the
 * image definitions are not written yet. Amazon ECR User Guide, "Retrieving the findings for basic scans".
 */
export const scanCommands = (refuse: NonNullable<Image['refuse']>): readonly string[] => [
  'SCANNED="--repository-name ${REPOSITORY_URI#*/} --image-id imageDigest=${IMAGE_URI##*@}"',
  'aws ecr wait image-scan-complete $SCANNED',
  ...grave[refuse].map(
    (severity) =>
      `FOUND="$(aws ecr describe-image-scan-findings $SCANNED --query 'imageScanFindings.findingSeverityCounts.${severity}' --output text)"; test "$FOUND" = None || { echo "the registry's scan found $FOUND of severity ${severity} in $IMAGE_URI" >&2; exit 1; }`,
  ),
]
