// The delivery of ../../launchway.config.ts as a person would write it with aws-cdk-lib: level 2 constructs where they
// make the same resources, level 1 where they would add or leave out some. Plain JavaScript, so that nothing is compiled
// while it is measured; what cdk adds to templates for its own use is switched off, here and in cdk.json.
const { App, DefaultStackSynthesizer, Tags } = require('aws-cdk-lib')
const { Bootstrap } = require('./stacks/bootstrap.js')
const { Cicd } = require('./stacks/cicd.js')
const { Cluster } = require('./stacks/cluster.js')
const { Database } = require('./stacks/database.js')
const { Identity } = require('./stacks/identity.js')
const { MessageStream } = require('./stacks/message-stream.js')
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
const identity = new Identity(app, 'identity', given('identity', 'who signs in'))
const messageStream = new MessageStream(app, 'function-message-stream', {
  ...given('function-message-stream', 'function message-stream'),
  bootstrap,
  tables,
})
const shared = { bootstrap, registry, network, cluster, database, tables, identity }
const api = new ServiceApi(app, 'service-api', { ...given('service-api', 'api'), ...shared })
const web = new SiteWeb(app, 'site-web', { ...given('site-web', 'web'), cluster })
new SyncRole(app, 'sync-role', { ...given('sync-role', 'the roles that GitHub Actions takes'), bootstrap, web })
new Cicd(app, 'cicd', { ...given('cicd', 'the pipeline'), ...shared, api })

Tags.of(app).add('launchway:delivery', 'cruddur')
Tags.of(app).add('launchway:environment', 'production')
Tags.of(api).add('launchway:service', 'api')
Tags.of(messageStream).add('launchway:function', 'message-stream')
Tags.of(web).add('launchway:site', 'web')

app.synth()
