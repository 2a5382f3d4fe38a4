// The delivery of ../../launchway.config.ts as a person would write it with aws-cdk-lib: level 2 constructs where they
// make the same resources, level 1 where they would add or leave out some. Plain JavaScript, so that nothing is compiled
// while it is measured; what cdk adds to templates for its own use is switched off, here and in cdk.json.
const { App, DefaultStackSynthesizer, Tags } = require('aws-cdk-lib')
const { Assets } = require('./stacks/assets.js')
const { Bootstrap } = require('./stacks/bootstrap.js')
const { Cicd } = require('./stacks/cicd.js')
const { Cluster } = require('./stacks/cluster.js')
const { Database } = require('./stacks/database.js')
const { Identity } = require('./stacks/identity.js')
const { Authorizer, AvatarPresign, MessageStream, PostConfirmation, Thumbnail } = require('./stacks/functions.js')
const { HttpApi } = require('./stacks/http-api.js')
const { Network } = require('./stacks/network.js')
const { Registry } = require('./stacks/registry.js')
const { ServiceApi } = require('./stacks/service-api.js')
const { SiteWeb } = require('./stacks/site-web.js')
const { SyncRole } = require('./stacks/sync-role.js')
const { Tables } = require('./stacks/tables.js')

const app = new App({
  analyticsReporting: false,
  context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' },
})
const prefix = 'cruddur-production'
const given = (id, about) => ({
  env: { account: '111111111111', region: 'ca-central-1' },
  stackName: `${prefix}-${id}`,
  description: `cruddur production: ${about}`,
  synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
})

const bootstrap = new Bootstrap(app, 'bootstrap', given('bootstrap', 'the bucket for templates and artifacts'))
const registry = new Registry(app, 'registry', given('registry', 'image repositories'))
const network = new Network(app, 'network', given('network', 'network'))
const cluster = new Cluster(app, 'cluster', { ...given('cluster', 'cluster and load balancer'), network })
const database = new Database(app, 'database', { ...given('database', 'databases'), network, cluster })
const tables = new Tables(app, 'tables', given('tables', 'tables'))
const assets = new Assets(app, 'assets', given('assets', 'buckets and what serves them'))
const stores = { bootstrap, network, cluster, database, tables, assets }
const functions = []
const functionOf = (Kind, name, more = {}) => {
  const id = `function-${name}`
  const made = new Kind(app, id, { ...given(id, `function ${name}`), ...stores, ...more })
  functions.push([name, made])
  return made
}
const confirmed = functionOf(PostConfirmation, 'post-confirmation')
const identity = new Identity(app, 'identity', { ...given('identity', 'who signs in'), confirmed })
functionOf(MessageStream, 'message-stream')
functionOf(Thumbnail, 'thumbnail')
const authorizer = functionOf(Authorizer, 'authorizer', { identity })
const presign = functionOf(AvatarPresign, 'avatar-presign')
new HttpApi(app, 'http-api', { ...given('http-api', 'the HTTP API in front of functions'), authorizer, presign })
const shared = { ...stores, registry, identity }
const api = new ServiceApi(app, 'service-api', { ...given('service-api', 'api'), ...shared })
const web = new SiteWeb(app, 'site-web', { ...given('site-web', 'web'), cluster, assets })
new SyncRole(app, 'sync-role', { ...given('sync-role', 'the roles that GitHub Actions takes'), bootstrap, web })
new Cicd(app, 'cicd', { ...given('cicd', 'the pipeline'), ...shared, api })

Tags.of(app).add('launchway:delivery', 'cruddur')
Tags.of(app).add('launchway:environment', 'production')
Tags.of(api).add('launchway:service', 'api')
for (const [name, made] of functions) Tags.of(made).add('launchway:function', name)
Tags.of(web).add('launchway:site', 'web')

app.synth()
