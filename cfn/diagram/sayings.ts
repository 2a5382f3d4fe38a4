import { isRecord } from '../analysis/template.ts'
import type { Thing } from './world.ts'

const short = ({ type }: Thing) => type.split('::').at(-1) ?? ''

// What one kind of thing does with another. A pair that is not here needs no words.
const words: Readonly<Record<string, string>> = {
  'DBCluster>SecurityGroup': 'is in',
  'DBInstance>SecurityGroup': 'is in',
  'Distribution>Bucket': 'pages, assets',
  'Distribution>Function': 'routes by',
  'Distribution>LoadBalancer': '/api/*',
  'Distribution>ResponseHeadersPolicy': 'answers with',
  'Function>DBCluster': 'SQL over TLS',
  'Function>DBInstance': 'SQL over TLS',
  'Function>Table': 'reads, writes',
  'LoadBalancer>SecurityGroup': 'is in',
  'Pipeline>Parameter': 'records',
  'Pipeline>Repository': 'pushes',
  'Pipeline>Service': 'deploys',
  'Pipeline>DBInstance': 'migrates',
  'Pipeline>DBCluster': 'migrates',
  'Pipeline>Table': 'migrates',
  'Pipeline>Secret': 'reads',
  'Project>DBInstance': 'migrates',
  'Project>Table': 'migrates',
  'Project>Secret': 'reads',
  'Role>Repository': 'pulls',
  'Role>LogGroup': 'writes',
  'Role>DBInstance': 'reads the credentials',
  'Role>DBCluster': 'reads the credentials',
  'Role>Secret': 'reads',
  'ScalableTarget>Service': 'sets the number of',
  'Role>Table': 'reads, writes',
  'Role>Bucket': 'writes',
  'Role>Distribution': 'invalidates',
  'Service>DBCluster': 'SQL over TLS',
  'Service>DBInstance': 'SQL over TLS',
  'Service>Repository': 'runs the image of',
  'Service>Cluster': 'is in',
  'Service>Parameter': 'image from',
  'Service>SecurityGroup': 'is in',
  'Service>Secret': 'reads',
  'Service>Table': 'reads, writes',
  'TaskDefinition>DBInstance': 'connects to',
  'TaskDefinition>DBCluster': 'connects to',
  'TaskDefinition>Table': 'uses',
  'UserPool>Function': 'tells who confirmed',
  'TaskDefinition>LogGroup': 'logs to',
  'TaskDefinition>Parameter': 'image from',
}

// Only who makes images needs the Docker daemon.
const isPrivileged = ({ properties }: Thing) =>
  isRecord(properties.Environment) && properties.Environment.PrivilegedMode === true

/** The words on an arrow. */
export const saying = (from: Thing, to: Thing): string => {
  const port =
    isRecord(to.properties) && Array.isArray(to.properties.LoadBalancers) ? to.properties.LoadBalancers[0] : undefined
  if (short(to) === 'Service' && /LoadBalancer|Listener|TargetGroup/.test(short(from)) && isRecord(port))
    return `port ${String(port.ContainerPort)}`
  if (short(from) === 'TaskDefinition' && short(to) === 'Role')
    return /execution/i.test(to.logicalId) ? 'starts under' : 'runs under'
  if (short(to) === 'Bucket' && /log/i.test(to.logicalId)) return 'access logs'
  if (to.stack === 'bootstrap' && /Pipeline|Project/.test(short(from))) return 'artifacts'
  if (short(to) === 'Bucket' && /Pipeline|Project/.test(short(from)))
    return to.stack.startsWith('site-') ? 'publishes' : 'migrates'
  if (short(from) === 'Project' && short(to) === 'Repository') return isPrivileged(from) ? 'pushes' : 'pulls'
  return words[`${short(from)}>${short(to)}`] ?? ''
}
