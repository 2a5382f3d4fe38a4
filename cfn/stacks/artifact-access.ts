import type { Value } from '#model/value.ts'
import { sub } from '../template/intrinsics.ts'
import { allow, type Statement } from '../template/policy.ts'
import { templatesFolder } from '../template-key.ts'
import { codeFolder } from './bootstrap.ts'

/**
 * Reads and writes artifacts, but not the templates and the code beside them: those run with the rights of others. Only
 * the pipeline that deploys functions packages their code.
 * AWS CodePipeline User Guide, "Manage the CodePipeline service role".
 */
export const artifactStatements = (
  bucketArn: Value<'bucket-arn'>,
  { packages = false }: { readonly packages?: boolean } = {},
): readonly Statement[] => [
  allow(['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'], bucketArn),
  allow(['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], sub`${bucketArn}/*`),
  {
    ...allow(
      ['s3:PutObject'],
      packages
        ? sub`${bucketArn}/${templatesFolder}/*`
        : [sub`${bucketArn}/${codeFolder}/*`, sub`${bucketArn}/${templatesFolder}/*`],
    ),
    Effect: 'Deny',
  },
]
