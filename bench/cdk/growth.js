// The delivery `many` of ../growth.deliveries.ts with aws-cdk-lib: so many services in four environments, five of them
// sharing a database, a table, a secret and a pipeline.  CDK_OUTDIR=folder node growth.js 50
const { App, DefaultStackSynthesizer, Tags } = require('aws-cdk-lib')
const { Cicd } = require('./growth/cicd.js')
const { Cluster } = require('./growth/cluster.js')
const { Databases, Registry, Secrets, Tables } = require('./growth/data.js')
const { Service } = require('./growth/service.js')
const { SyncRole } = require('./growth/sync-role.js')
const { Bootstrap } = require('./stacks/bootstrap.js')
const { Network } = require('./stacks/network.js')

const many = Number(process.argv[2] ?? 5)
const teams = Array.from({ length: Math.ceil(many / 5) }, (_, team) => ({
  team,
  services: Array.from({ length: Math.min(5, many - team * 5) }, (_, at) => ({
    name: `api-${team}-${at}`,
    team,
    port: 3000 + team * 5 + at,
    migrates: at === 0,
  })),
}))
const services = teams.flatMap((each) => each.services)

const app = new App({
  analyticsReporting: false,
  context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' },
})

for (const [at, environment] of ['development', 'test', 'staging', 'production'].entries()) {
  const prefix = `shop-${environment}`
  const make = (Stack, id, props = {}) => {
    const stack = new Stack(app, `${environment}-${id}`, {
      env: { account: String(at + 1).repeat(12), region: 'eu-west-1' },
      stackName: `${prefix}-${id}`,
      description: `shop ${environment}: ${id}`,
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
      prefix,
      teams,
      services,
      ...props,
    })
    Tags.of(stack).add('launchway:delivery', 'shop')
    Tags.of(stack).add('launchway:environment', environment)
    return stack
  }
  const bootstrap = make(Bootstrap, 'bootstrap')
  const network = make(Network, 'network')
  const registry = make(Registry, 'registry')
  const cluster = make(Cluster, 'cluster', { network })
  const databases = make(Databases, 'database', { network, cluster })
  const tables = make(Tables, 'tables')
  const secrets = make(Secrets, 'secrets')
  const shared = { bootstrap, network, registry, cluster, databases, tables, secrets }
  const made = services.map((service) => make(Service, `service-${service.name}`, { ...shared, service }))
  make(Cicd, 'cicd', { ...shared, made })
  make(SyncRole, 'sync-role', { bootstrap })
}

app.synth()
