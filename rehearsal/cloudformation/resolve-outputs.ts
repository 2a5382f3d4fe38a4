import { holds } from '#cfn/analysis/included.ts'
import { textOf } from '#cfn/analysis/intrinsics.ts'
import { resolve } from '#cfn/analysis/resolve.ts'
import type { Scope } from '#cfn/analysis/scope.ts'
import { unknownsIn } from '#cfn/analysis/unknown.ts'
import type { StackOutput } from './stack.ts'

/** The outputs whose condition holds, with their values. */
export const resolveOutputs = (scope: Scope): readonly StackOutput[] =>
  Object.entries(scope.template.Outputs ?? {})
    .filter(([, output]) => holds(output.Condition, scope))
    .map(([key, output]) => {
      const value = resolve(output.Value, scope)
      const exportName = output.Export && resolve(output.Export.Name, scope)
      const [unknown] = unknownsIn([value, exportName])
      if (unknown) throw new Error(`Unable to resolve output ${key}: ${unknown.of}`)
      return {
        key,
        value: textOf(value),
        description: output.Description,
        ...(exportName === undefined ? {} : { exportName: textOf(exportName) }),
      }
    })
