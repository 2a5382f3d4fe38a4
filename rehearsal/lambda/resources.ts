// The CloudFormation resource types of Lambda.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Lambda.html
import { zip } from '../codebuild/zip.ts'
import type { Made, ResourceProvider, Shape } from '../service.ts'
import { changeAlias, createAlias } from './alias-routes.ts'
import { parseFunctionName } from './function-arn.ts'
import { changeCode, changeSettings, createFunction, functionNamed, publishVersion } from './functions.ts'
import { putInvokeConfig } from './invoke-config-routes.ts'
import { addStatement, removeStatement } from './resource-policy.ts'
import type { RouteCare } from './routes.ts'

// In a template ZipFile is the source of index.js itself.
const codeOf = async (code: Shape = {}): Promise<Shape> =>
  code.ZipFile === undefined
    ? code
    : { ZipFile: await zip({ 'index.js': { data: Buffer.from(String(code.ZipFile)), mode: 0o100644 } }) }

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

const functionProvider = (care: RouteCare): ResourceProvider => {
  const made = (name: string): Made => ({ physicalId: name, attributes: { Arn: functionNamed(care, name).arn } })
  const reserve = (name: string, properties: Shape) => {
    const { ReservedConcurrentExecutions: reserved } = properties
    functionNamed(care, name).reservedConcurrency = reserved === undefined ? undefined : Number(reserved)
  }
  return {
    create: async (properties, context) => {
      const name = String(properties.FunctionName ?? context.physicalName(64))
      const code = await codeOf(properties.Code)
      await createFunction(care, { ...properties, FunctionName: name, Code: code, Tags: {} })
      reserve(name, properties)
      return made(name)
    },
    update: async ({ physicalId }, before, after) => {
      const func = functionNamed(care, physicalId)
      if (!same(before.Code, after.Code)) await changeCode(care, func, await codeOf(after.Code))
      const settings = ({ Code: _code, Tags: _tags, ...rest }: Shape) => rest
      if (!same(settings(before), settings(after))) {
        const absent = Object.fromEntries(Object.keys(settings(before)).map((key) => [key, undefined]))
        changeSettings(care, func, { ...absent, ...settings(after) })
      }
      reserve(physicalId, after)
      return made(physicalId)
    },
    remove: async ({ physicalId }) => {
      if (care.functions.has(physicalId)) care.remove(functionNamed(care, physicalId))
    },
  }
}

const permissionProvider = (care: RouteCare): ResourceProvider => {
  const about = (properties: Shape) => {
    const { qualifier } = parseFunctionName(String(properties.FunctionName))
    return { func: functionNamed(care, String(properties.FunctionName)), qualifier }
  }
  return {
    create: async (properties, context) => {
      const { func, qualifier } = about(properties)
      const StatementId = context.physicalName(100)
      addStatement(func, { ...properties, StatementId }, qualifier)
      return { physicalId: StatementId, attributes: { Id: StatementId } }
    },
    remove: async ({ physicalId }, properties) => {
      if (!care.functions.has(parseFunctionName(String(properties.FunctionName)).name)) return
      const { func, qualifier } = about(properties)
      removeStatement(func, physicalId, qualifier)
    },
  }
}

const mappingProvider = ({ mappings }: RouteCare): ResourceProvider => ({
  create: async (properties) => {
    const { uuid, arn } = mappings.create(properties)
    return { physicalId: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } }
  },
  update: async (made, before, after) => {
    const absent = Object.fromEntries(Object.keys(before).map((key) => [key, undefined]))
    mappings.update(made.physicalId, { ...absent, ...after })
    return made
  },
  remove: async ({ physicalId }) => mappings.remove(physicalId),
})

const invokeConfigProvider = (care: RouteCare): ResourceProvider => {
  const put = (properties: Shape) =>
    putInvokeConfig(functionNamed(care, String(properties.FunctionName)), String(properties.Qualifier), properties)
  return {
    create: async (properties, context) => {
      put(properties)
      return { physicalId: context.physicalName(128) }
    },
    update: async (made, _before, after) => {
      put(after)
      return made
    },
    remove: async (_made, { FunctionName, Qualifier }) => {
      care.functions.get(parseFunctionName(String(FunctionName)).name)?.invokeConfigs.delete(String(Qualifier))
    },
  }
}

const versionProvider = (care: RouteCare): ResourceProvider => ({
  create: async (properties) => {
    const version = publishVersion(care, functionNamed(care, String(properties.FunctionName)), properties)
    return {
      physicalId: version.functionArn,
      attributes: { Version: version.version, FunctionArn: version.functionArn },
    }
  },
})

const aliasProvider = (care: RouteCare): ResourceProvider => ({
  create: async (properties) => {
    const func = functionNamed(care, String(properties.FunctionName))
    const arn = `${func.arn}:${createAlias(care, func, properties).name}`
    return { physicalId: arn, attributes: { AliasArn: arn } }
  },
  update: async (made, _before, after) => {
    changeAlias(care, functionNamed(care, String(after.FunctionName)), after)
    return made
  },
  remove: async (_made, { FunctionName, Name }) => {
    care.functions.get(parseFunctionName(String(FunctionName)).name)?.aliases.delete(String(Name))
  },
})

/** The providers, by type name. */
export const lambdaResources = (care: RouteCare): Readonly<Record<string, ResourceProvider>> => ({
  'AWS::Lambda::Function': functionProvider(care),
  'AWS::Lambda::Permission': permissionProvider(care),
  'AWS::Lambda::EventSourceMapping': mappingProvider(care),
  'AWS::Lambda::EventInvokeConfig': invokeConfigProvider(care),
  'AWS::Lambda::Version': versionProvider(care),
  'AWS::Lambda::Alias': aliasProvider(care),
})
