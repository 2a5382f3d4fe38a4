// Wrong references in a configuration do not compile. Each line says why; "tsc -p ." fails when one of them compiles.
import { imageBuild, imageBuildspec } from '#buildspecs/image.ts'
import {
  type Artifact,
  bucket,
  build,
  type Container,
  delivery,
  type Expression,
  environment,
  type File,
  filePath,
  func,
  github,
  image,
  job,
  manual,
  type Name,
  onRelease,
  pipelineAction,
  postgres,
  request,
  role,
  type Service,
  script,
  secret,
  service,
  site,
  stack,
  table,
} from '#model'
import { type Value, value } from '#model/value.ts'

const repo = github('acme/cruddur')
const production = environment('production', { account: '111111111111', region: 'ca-central-1' })
const database = postgres('main')
const messages = table('messages', { key: ['pk', 'sk'] })
const token = secret('mail-token')
const api = service('api', { image: image('app'), port: 3000, health: '/health', uses: [database.connect()] })

// Names have one maker each.
export const right: readonly [Name<'container'>, Name<'image-file'>] = [api.container.name, api.imageFile]
// @ts-expect-error a container's name cannot be written: take it from its service
export const container: Name<'container'> = 'api'
// @ts-expect-error a service's name is not its container's
export const otherKind: Name<'container'> = api.name
// @ts-expect-error a container with a name of one's own is none
export const ownContainer: Container = { name: 'api', port: 3000, health: '/health' }
// @ts-expect-error the file of image definitions cannot be written: take it from its service
export const imageFile: Service['imageFile'] = 'imagedefinitions.json'
// @ts-expect-error who builds an image takes the service, not the name of its container
imageBuild('api')
// @ts-expect-error who prints its buildspec does so too
imageBuildspec(api.container.name)

// What a build exports is what a pipeline can read.
const source = pipelineAction('source', { does: { kind: 'source', repo } })
const built = pipelineAction('api-image', {
  does: { kind: 'build', build: imageBuild(api) },
  inputs: [source.artifact],
  environment: { RELEASE: source.exports.CommitId },
})
export const uri = built.exports.IMAGE_URI
// @ts-expect-error the build exports IMAGE_URI, nothing else
export const tag = built.exports.TAG
// @ts-expect-error the source has no such variable
export const commit = source.exports.Commit
// @ts-expect-error an artifact is the handle of the action that makes it, not a name
pipelineAction('test', { does: { kind: 'source', repo }, inputs: ['Source'] })
// @ts-expect-error an artifact's name cannot be written either
export const artifact: Artifact = { kind: 'artifact', name: 'Source' }

// What a service uses is said by the store, in the words that this store has.
// @ts-expect-error a secret is used by its handle, not by its name
service('api', { image: image('app'), port: 3000, health: '/health', uses: ['mail-token'] })
// @ts-expect-error a secret itself is no use of it: token.read()
service('api', { image: image('app'), port: 3000, health: '/health', uses: [token] })
// @ts-expect-error nobody connects to a table
messages.connect()
// @ts-expect-error a use of the wrong kind cannot be put together by hand
service('api', { image: image('app'), port: 3000, health: '/health', uses: [{ may: 'connect', to: messages }] })
// @ts-expect-error a secret is never written
token.readWrite()
// @ts-expect-error a fact of a table is its name; only a database has a host
build('api-test', { buildspec: filePath('a.yml'), service: api, facts: { HOST: { is: 'host', of: messages } } })
// @ts-expect-error a site calls a service, not the name of one
site('web', { folder: 'app', build: 'npm run build', output: 'dist', api: 'api' })

// What starts a function, who may ask for it and what pages work with are values too.
const uploads = bucket('uploads')
// @ts-expect-error a bucket itself is no event: uploads.created()
func('thumbnail', { source: 'functions', on: uploads })
// @ts-expect-error who may ask is an identity or a function, not the name of one
request('POST', '/avatars', { by: 'authorizer' })
// @ts-expect-error a service decides about no request
request('POST', '/avatars', { by: api })
// @ts-expect-error pages put into buckets, not into tables
site('web', { folder: 'app', build: 'npm run build', output: 'dist', buckets: [messages] })
// @ts-expect-error uploads come from the sites, or from origins in a list
bucket('pictures', { uploadsFrom: 'https://cruddur.com' })
// @ts-expect-error nobody shows a table
messages.show()

// Paths come from the file they lead to.
export const file: File = { path: filePath('buildspecs', 'out', 'api.yml'), text: '', from: 'launchway.config.ts' }
// @ts-expect-error a path is made by its owner: filePath(…)
export const plainPath: File = { path: 'buildspecs/out/api.yml', text: '', from: 'launchway.config.ts' }
// @ts-expect-error a build's buildspec is the path of a generated file
build('api-test', { buildspec: 'buildspec.yml', service: api })

// Imports are values of the stack that exports them, and of one kind.
const network = stack({ delivery: 'cruddur', environment: production, id: 'network', needs: {} }, () => ({
  template: { AWSTemplateFormatVersion: '2010-09-09', Resources: {} },
  exports: { vpcId: value<'vpc-id'>({ Ref: 'Vpc' }) },
}))
const vpcId: Value<'vpc-id'> = network.exports.vpcId
// @ts-expect-error the network does not export that
export const missingExport = network.exports.subnetId
// @ts-expect-error a VPC's id is not the ARN of a target group
export const wrongPlace: Value<'target-group-arn'> = vpcId
// @ts-expect-error an intrinsic written by hand has no kind
export const handMade: Value<'vpc-id'> = { Ref: 'Vpc' }

// Whom a role trusts follows from the jobs that take it.
const deployer = role('deployer', production)
// @ts-expect-error a role has no subject
export const subject = { ...deployer, subject: 'repo:acme/cruddur:*' } satisfies typeof deployer
// @ts-expect-error a role belongs to an environment, not to the name of one
role('deployer', 'production')
// @ts-expect-error started by hand from any ref: only an environment bounds who takes the role
job('deploy', { on: [manual()], role: deployer, steps: [] })
export const bounded = job('deploy', { on: [manual()], environment: production, role: deployer, steps: [] })

// Jobs read each other's results as values.
const found = script('Find', { run: 'echo "url=x" >> "$GITHUB_OUTPUT"', outputs: ['url'] })
const first = job('first', { on: [onRelease(repo)], steps: [found], gives: { url: found.outputs.url } })
export const read: Expression<'job'> = first.outputs.url
// @ts-expect-error the job gives "url", nothing else
export const missingOutput = first.outputs.link
// @ts-expect-error the step gives "url", nothing else
export const missingStepOutput = found.outputs.link
// @ts-expect-error a step's output is known inside its job only: give it as an output of the job
job('second', { on: [onRelease(repo)], if: found.outputs.url, steps: [] })
// @ts-expect-error a condition is an expression, not a text
job('second', { on: [onRelease(repo)], if: "needs.first.result == 'success'", steps: [] })
// @ts-expect-error a job's output is what a step gives, not a text
job('second', { on: [onRelease(repo)], steps: [found], gives: { url: 'https://example.com' } })

// The delivery takes the values themselves.
// @ts-expect-error an environment is a value, not a name
delivery({ name: 'cruddur', repo, environments: ['production'], services: [api] })
// @ts-expect-error the repository is made with github('owner/name')
delivery({ name: 'cruddur', repo: 'acme/cruddur', environments: [production], services: [api] })
