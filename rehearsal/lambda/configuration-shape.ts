import type { Shape } from '../service.ts'
import { inputOf } from './settings.ts'
import type { FunctionVersion } from './state.ts'

/** A time as Lambda writes it: 2026-01-01T00:00:00.000+0000. */
const lambdaTime = (date: Date): string => date.toISOString().replace('Z', '+0000')

/** A FunctionConfiguration (API_FunctionConfiguration). */
export const configurationShape = (version: FunctionVersion): Shape => {
  const { settings, code } = version
  const input = inputOf(settings)
  return {
    ...input,
    FunctionName: version.functionName,
    FunctionArn: version.functionArn,
    Version: version.version,
    RevisionId: version.revisionId,
    LastModified: lambdaTime(version.lastModified),
    CodeSha256: code.sha256,
    CodeSize: code.size,
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Environment: Object.keys(settings.variables).length > 0 ? input.Environment : undefined,
    DeadLetterConfig: settings.deadLetterArn ? input.DeadLetterConfig : undefined,
    TracingConfig: settings.shown.TracingConfig ?? { Mode: 'PassThrough' },
    EphemeralStorage: settings.shown.EphemeralStorage ?? { Size: 512 },
  }
}
