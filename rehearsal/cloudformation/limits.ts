/** CloudFormation quotas. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const limits = {
  bodyBytes: 51_200,
  urlBytes: 1_048_576,
  resources: 500,
  parameters: 200,
  outputs: 200,
  mappings: 200,
  /** Changes on one page of DescribeChangeSet; AWS does not publish its number. */
  changesPerPage: 100,
  eventsPerPage: 100,
} as const
