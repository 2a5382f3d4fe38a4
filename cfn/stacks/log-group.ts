import { kept, resource } from '../template/resource.ts'

/** A log group that CloudFormation names, kept for a month of answers to "what happened before it was deleted". */
export const logGroup = (logicalId: string) => resource(logicalId, 'AWS::Logs::LogGroup', { RetentionInDays: 30 }, kept)
