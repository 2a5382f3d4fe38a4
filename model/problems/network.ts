import { isLoose, type Loose, list, type Report, show } from './report.ts'

/** What can be wrong with the network of an environment. */
export const checkNetwork = (report: Report, environment: Loose) => {
  const { network } = environment
  if (!isLoose(network) || (network.kind !== 'vpc' && network.kind !== 'existing-vpc'))
    return report(
      environment,
      'network-malformed',
      `environment ${show(environment.name)} has network ${show(network)}`,
      'make it with vpc({ nat: "single" }) or existingVpc({ … })',
    )
  checkBlock(report, network)
  if (network.kind === 'existing-vpc') return checkExisting(report, network, environment)
  if (!['single', 'per-zone', 'none'].includes(String(network.nat)))
    report(network, 'nat-unknown', `the VPC has nat ${show(network.nat)}`, 'give nat as "single", "per-zone" or "none"')
}

// Amazon VPC User Guide, "VPC CIDR blocks": /16 to /28. Six subnets in sixteen blocks, each of 16 addresses or more.
const checkBlock = (report: Report, network: Loose) => {
  const [, ...parts] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(network.cidr)) ?? []
  const [a = 256, b = 256, c = 256, d = 256, size = 0] = parts.map(Number)
  const most = network.kind === 'vpc' ? 20 : 28
  const address = ((a * 256 + b) * 256 + c) * 256 + d
  const isBlock = [a, b, c, d].every((part) => part <= 255) && address % 2 ** (32 - size) === 0
  if (!isBlock || size < 16 || size > most)
    report(
      network,
      'cidr-malformed',
      `the VPC has cidr ${show(network.cidr)}`,
      `give a block from /16 to /${most} that begins at its first address, such as cidr: "10.0.0.0/16"`,
    )
}

const checkExisting = (report: Report, network: Loose, environment: Loose) => {
  const sides: readonly (readonly [key: 'privateSubnets' | 'publicSubnets', least: number])[] = [
    ['privateSubnets', 2],
    // An internal load balancer stands in the private subnets.
    ['publicSubnets', environment.loadBalancer === 'internal' ? 0 : 2],
  ]
  if (!/^vpc-[0-9a-f]{8,17}$/.test(String(network.id)))
    report(network, 'vpc-id-malformed', `the VPC has id ${show(network.id)}`, 'give its id, such as id: "vpc-0a1b2c3d"')
  for (const [key, least] of sides) {
    const given = list(network[key])
    const malformed = given.find((id) => !/^subnet-[0-9a-f]{8,17}$/.test(String(id)))
    if (malformed !== undefined)
      report(network, 'subnet-id-malformed', `${key} has ${show(malformed)}`, 'give ids such as "subnet-0a1b2c3d"')
    if (given.length < least || given.length > 3 || new Set(given).size !== given.length)
      report(
        network,
        'subnets-miscounted',
        `${key} has ${given.length} subnets`,
        `give ${least === 0 ? 'up to' : 'two or'} three, each in a zone of its own: a load balancer takes no fewer than two zones`,
      )
  }
}
