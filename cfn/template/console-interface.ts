import type { Parameter } from './parameter.ts'

/**
 * How the console asks for the parameters: in words, and under what they have in common.
 * AWS CloudFormation Template Reference, "AWS::CloudFormation::Interface".
 */
export const consoleInterface = (parameters: readonly Parameter[]): Readonly<Record<string, unknown>> =>
  parameters.length === 0
    ? {}
    : {
        'AWS::CloudFormation::Interface': {
          ParameterGroups: [
            {
              Label: { default: 'Known only when the stack is deployed' },
              Parameters: parameters.map(({ logicalId }) => logicalId),
            },
          ],
          ParameterLabels: Object.fromEntries(
            parameters.map(({ logicalId }) => [logicalId, { default: inWords(logicalId) }]),
          ),
        },
      }

// `GitHubProviderArn` → `GitHub Provider Arn`.
const inWords = (logicalId: string): string =>
  logicalId.replace(/([a-z])([A-Z])/g, '$1 $2').replace('Git Hub', 'GitHub')
