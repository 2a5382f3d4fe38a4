// The CloudFormation resource types of HTTP APIs.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html
import type { ResourceProvider } from '../service.ts'
import { type ApiCare, addPart, apiOf, changePart, createApi, type Kind, removeApi } from './apis.ts'

const partProvider = (care: ApiCare, kind: Kind, attribute?: string): ResourceProvider => ({
  create: async (properties) => {
    const { id } = addPart(care, apiOf(care, properties.ApiId), kind, properties)
    return { physicalId: id, attributes: attribute ? { [attribute]: id } : {} }
  },
  update: async (made, _before, after) => {
    changePart(apiOf(care, after.ApiId), kind, made.physicalId, after)
    return made
  },
  remove: async ({ physicalId }, { ApiId }) => {
    care.apis.get(String(ApiId))?.[kind].delete(physicalId)
  },
})

/** The providers, by type name. */
export const httpApiResources = (care: ApiCare): Readonly<Record<string, ResourceProvider>> => ({
  'AWS::ApiGatewayV2::Api': {
    create: async (properties) => {
      const { id, endpoint } = await createApi(care, properties)
      return { physicalId: id, attributes: { ApiId: id, ApiEndpoint: endpoint } }
    },
    update: async (made, _before, after) => {
      apiOf(care, made.physicalId).given = after
      return made
    },
    remove: async ({ physicalId }) => {
      const api = care.apis.get(physicalId)
      if (api) await removeApi(care, api)
    },
  },
  'AWS::ApiGatewayV2::Route': partProvider(care, 'routes', 'RouteId'),
  'AWS::ApiGatewayV2::Integration': partProvider(care, 'integrations', 'IntegrationId'),
  'AWS::ApiGatewayV2::Authorizer': partProvider(care, 'authorizers', 'AuthorizerId'),
  'AWS::ApiGatewayV2::Stage': partProvider(care, 'stages'),
})
