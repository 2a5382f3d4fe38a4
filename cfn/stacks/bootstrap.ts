import { type Delivery, type Environment, type Stack, stack } from '#model'
import { template } from '../template/template.ts'
import { templatesFolder } from '../template-key.ts'
import type { BootstrapExports } from './layers.ts'
import { tagsOf } from './names.ts'
import { bucketPolicy, privateBucket } from './private-bucket.ts'

/** The folder of functions' code in it. Whoever writes there writes what functions run. */
export const codeFolder = 'code'

/** The artifact bucket, which everything else is deployed with. */
export const bootstrap = (d: Delivery, e: Environment): Stack<BootstrapExports> =>
  stack({ delivery: d.name, environment: e, id: 'bootstrap', needs: {} }, () => {
    const bucket = privateBucket('Artifacts', {
      LifecycleConfiguration: {
        Rules: [
          { Id: 'AbortUploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          // A template is named by its content and uploaded again by each deployment that needs it. What the pipelines
          // hand on lies below their names. Code stays: a rollback may ask for what was deployed long ago.
          { Id: 'ExpireTemplates', Status: 'Enabled', Prefix: `${templatesFolder}/`, ExpirationInDays: 90 },
          { Id: 'ExpireArtifacts', Status: 'Enabled', Prefix: `${d.name}-`, ExpirationInDays: 90 },
          { Id: 'ForgetOldVersions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
        ],
      },
    })
    return {
      template: template({
        description: `${d.name} ${e.name}: the bucket for nested templates and pipeline artifacts`,
        resources: [bucket, bucketPolicy(bucket)],
        tags: tagsOf(d, e),
      }),
      exports: {
        bucketName: bucket.ref,
        bucketArn: bucket.att('Arn'),
        bucketDomain: bucket.att('RegionalDomainName'),
      },
    }
  })
