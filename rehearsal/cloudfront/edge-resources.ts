// The CloudFront resources beside distributions: policies are remembered and applied, functions are run.
import type { ResourceProvider, Shape } from '../service.ts'
import type { DistributionCare } from './distribution.ts'
import type { CloudFrontPorts } from './ports.ts'

// A content security policy names hosts that only AWS's DNS knows.
const locally = (properties: Shape, { localUrls }: CloudFrontPorts): Shape =>
  JSON.parse(localUrls(JSON.stringify(properties)))

/** A policy or an origin access control: Ref is its id. */
const policyProvider = ({ state, world, ports, newId }: DistributionCare, recorded: boolean): ResourceProvider => ({
  ...(recorded && { recorded }),
  create: async (properties) => {
    const id = `${newId('').toLowerCase().slice(0, 8)}-${world.id().slice(9)}`
    state.policies.set(id, locally(properties, ports))
    return { physicalId: id, attributes: { Id: id, LastModifiedTime: world.clock.now().toISOString() } }
  },
  update: async (made, _, after) => {
    state.policies.set(made.physicalId, locally(after, ports))
    return made
  },
  remove: async (made) => {
    state.policies.delete(made.physicalId)
  },
})

/** `AWS::CloudFront::Function`: Ref is the ARN (aws-resource-cloudfront-function). */
const functionProvider = ({ state, world }: DistributionCare): ResourceProvider => {
  const codeOf = (properties: Shape) => String(properties.FunctionCode ?? '')
  return {
    create: async (properties) => {
      const arn = `arn:aws:cloudfront::${world.account}:function/${properties.Name}`
      if (state.functions.has(arn))
        throw new Error(
          `Resource of type 'AWS::CloudFront::Function' with identifier '${properties.Name}' already exists.`,
        )
      state.functions.set(arn, { arn, name: properties.Name, code: codeOf(properties) })
      return { physicalId: arn, attributes: { FunctionARN: arn, 'FunctionMetadata.FunctionARN': arn, Stage: 'LIVE' } }
    },
    update: async (made, _, after) => {
      state.functions.get(made.physicalId)!.code = codeOf(after)
      return made
    },
    remove: async (made) => {
      state.functions.delete(made.physicalId)
    },
  }
}

/** The providers of everything a distribution refers to. */
export const edgeResources = (care: DistributionCare): Record<string, ResourceProvider> => ({
  'AWS::CloudFront::OriginAccessControl': policyProvider(care, true),
  'AWS::CloudFront::CachePolicy': policyProvider(care, true),
  'AWS::CloudFront::OriginRequestPolicy': policyProvider(care, true),
  'AWS::CloudFront::ResponseHeadersPolicy': policyProvider(care, false),
  'AWS::CloudFront::Function': functionProvider(care),
})
