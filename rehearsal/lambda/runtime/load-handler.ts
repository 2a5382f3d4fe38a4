// Finds the function that `_HANDLER` names: `folder/module.export`, with CommonJS and ES modules alike.
// Lambda Developer Guide, "Define Lambda function handler in Node.js".
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runtimeError } from './error-shape.ts'

/** A handler, whatever its style. */
export type Handler = (event: unknown, context: object, callback: (error: unknown, result?: unknown) => void) => unknown

const endings = ['', '.js', '.mjs', '.cjs']

const place = (root: string, handler: string): { readonly file: string; readonly names: readonly string[] } => {
  const found = /^(.*?[^/.][^/]*?)\.([^/]+)$/.exec(handler)
  const [, module = '', exported = ''] = found ?? []
  if (!found) throw runtimeError('Runtime.MalformedHandlerName', `Bad handler "${handler}"`)
  const path = resolve(root, module)
  const file = endings.map((ending) => path + ending).find((each) => each !== path && existsSync(each))
  if (!file) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`)
  return { file, names: exported.split('.') }
}

const imported = async (file: string): Promise<Record<string, unknown>> => {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', String(error), error)
    const code = (error as NodeJS.ErrnoException | undefined)?.code
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND')
      throw runtimeError('Runtime.ImportModuleError', String(error), error)
    throw error
  }
}

const at = (from: unknown, names: readonly string[]): unknown =>
  names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], from)

/** Loads the handler, or throws an error with Lambda's own type. */
export const loadHandler = async (root: string, handler: string, runtime: string): Promise<Handler> => {
  const { file, names } = place(root, handler)
  const module = await imported(file)
  const found = at(module, names) ?? at(module.default, names)
  if (found === undefined) throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`)
  if (typeof found !== 'function') throw runtimeError('Runtime.HandlerNotFound', `${handler} is not a function`)
  if (found.length >= 3 && Number(/nodejs(\d+)/.exec(runtime)?.[1] ?? 0) >= 24)
    throw runtimeError(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. Use an async handler instead.',
    )
  return found as Handler
}
