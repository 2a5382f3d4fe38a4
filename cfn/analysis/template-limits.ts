/**
 * How many bytes a template may have: sent in a request, or read from a bucket.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const templateLimits = { inline: 51_200, uploaded: 1_048_576 } as const

/** The bytes of a text. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length
