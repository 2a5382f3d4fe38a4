// SSM Parameter Store. SecureString values are kept as they are; nothing is encrypted.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
import { awsError, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'

interface Version {
  readonly Value: string
  readonly Type: string
  readonly Version: number
  readonly LastModifiedDate: Date
  readonly Description?: string
}

/** Parameters, called in process. */
export interface SsmApi {
  readonly get: (name: string) => string | undefined
  readonly put: (name: string, value: string) => void
}

/** The local Parameter Store. */
export const ssm = (world: World): { readonly service: Service; readonly api: SsmApi } => {
  const parameters = new Map<string, Version[]>()

  const put = (name: string, value: string, { Type, Description }: Shape = {}): Version => {
    const versions = parameters.get(name) ?? []
    const version: Version = {
      Value: value,
      Type: Type ?? versions[0]?.Type ?? 'String',
      Version: (versions[0]?.Version ?? 0) + 1,
      LastModifiedDate: world.clock.now(),
      ...(Description ? { Description } : {}),
    }
    parameters.set(name, [version, ...versions])
    return version
  }

  // A name, an ARN, or either with `:<version>`.
  const find = (given: string): { readonly name: string; readonly version: Version } | undefined => {
    const plain = given.startsWith('arn:') ? `/${given.split(':parameter/')[1] ?? ''}` : given
    const [name = '', selector] = plain.split(':')
    const versions = parameters.get(name) ?? parameters.get(name.replace(/^\//, ''))
    const version = selector ? versions?.find((one) => String(one.Version) === selector) : versions?.[0]
    return version && { name: parameters.has(name) ? name : name.replace(/^\//, ''), version }
  }

  const arnOf = (name: string): string =>
    `arn:aws:ssm:${world.region}:${world.account}:parameter/${name.replace(/^\//, '')}`
  const shown = ({ name, version }: { name: string; version: Version }): Shape => {
    const { Description: _description, ...values } = version
    return { Name: name, ...values, ARN: arnOf(name), DataType: 'text' }
  }
  const notFound = (name: string) => awsError('ParameterNotFound', `Parameter ${name} not found.`)
  const page = (items: readonly Shape[], { NextToken, MaxResults = 10 }: Shape) => {
    const from = Number(NextToken ?? 0)
    const end = from + Number(MaxResults)
    return { items: items.slice(from, end), ...(end < items.length ? { NextToken: String(end) } : {}) }
  }

  const operations: Service['operations'] = {
    PutParameter: (input) => {
      const name = String(input.Name)
      if (parameters.has(name) && input.Overwrite !== true) {
        throw awsError(
          'ParameterAlreadyExists',
          'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
        )
      }
      if (!parameters.has(name) && !input.Type) {
        throw awsError('ValidationException', 'A parameter type is required when you create a parameter.')
      }
      const { Version } = put(name, String(input.Value), input)
      return { Version, Tier: 'Standard' }
    },
    GetParameter: ({ Name }) => {
      const found = find(String(Name))
      if (!found) throw notFound(String(Name))
      return { Parameter: shown(found) }
    },
    GetParameters: ({ Names = [] }) => {
      const wanted = (Names as readonly string[]).map((name) => ({ name, found: find(name) }))
      return {
        Parameters: wanted.flatMap(({ found }) => (found ? [shown(found)] : [])),
        InvalidParameters: wanted.filter(({ found }) => !found).map(({ name }) => name),
      }
    },
    GetParametersByPath: (input) => {
      const path = `${String(input.Path).replace(/\/$/, '')}/`
      const below = [...parameters.keys()]
        .filter((name) => name.startsWith(path) && (input.Recursive === true || !name.slice(path.length).includes('/')))
        .sort()
      const { items, ...next } = page(
        below.map((name) => shown({ name, version: parameters.get(name)?.[0] as Version })),
        input,
      )
      return { Parameters: items, ...next }
    },
    GetParameterHistory: ({ Name }) => {
      const versions = parameters.get(String(Name))
      if (!versions) throw notFound(String(Name))
      return { Parameters: [...versions].reverse().map((version) => shown({ name: String(Name), version })) }
    },
    DescribeParameters: (input) => {
      const all = [...parameters]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([Name, [version]]) => {
          const { Value: _value, ...metadata } = version as Version
          return { Name, ...metadata, ARN: arnOf(Name), Tier: 'Standard', DataType: 'text' }
        })
      const { items, ...next } = page(all, { MaxResults: 50, ...input })
      return { Parameters: items, ...next }
    },
    DeleteParameter: ({ Name }) => {
      if (!parameters.delete(String(Name))) throw notFound(String(Name))
      return {}
    },
    DeleteParameters: ({ Names = [] }) => {
      const names = Names as readonly string[]
      const InvalidParameters = names.filter((name) => !parameters.has(name))
      for (const name of names) parameters.delete(name)
      return { DeletedParameters: names.filter((name) => !InvalidParameters.includes(name)), InvalidParameters }
    },
    AddTagsToResource: () => ({}),
    RemoveTagsFromResource: () => ({}),
    ListTagsForResource: () => ({ TagList: [] }),
  }

  return {
    service: {
      name: 'ssm',
      protocol: 'json',
      target: 'AmazonSSM',
      operations,
      resources: {
        'AWS::SSM::Parameter': {
          create: async (properties, { physicalName }) => {
            const name = String(properties.Name ?? physicalName(1011))
            if (parameters.has(name)) throw new Error(`${name} already exists.`)
            const { Type } = put(name, String(properties.Value), properties)
            return { physicalId: name, attributes: { Type, Value: String(properties.Value) } }
          },
          update: async ({ physicalId }, _before, after) => {
            const { Type } = put(physicalId, String(after.Value), after)
            return { physicalId, attributes: { Type, Value: String(after.Value) } }
          },
          remove: async ({ physicalId }) => void parameters.delete(physicalId),
        },
      },
    },
    api: { get: (name) => find(name)?.version.Value, put: (name, value) => void put(name, value) },
  }
}
