// Facts as values: each is an import from the stack that knows it.
import { type Fact, type Facts, isSecretFact } from '#model'
import type { Value } from '#model/value.ts'
import type { Scalar } from '../template/given.ts'
import { sub } from '../template/intrinsics.ts'
import { type Layers, present } from './layers.ts'
import { databaseNameOf } from './names.ts'

/** What a fact reads as, when it is no secret. */
export const factValueOf = (fact: Fact, layers: Layers): string | Value<Scalar> => {
  switch (fact.is) {
    case 'text':
      return fact.text
    case 'artifact-bucket':
      return layers.bootstrap.exports.bucketName
    case 'repository-uri':
    case 'repository-name':
    case 'image-parameter': {
      const { exports } = present(layers.registry, 'the registry')
      return present(exports[`${fact.of.name}-${fact.is}`], `the ${fact.is} of ${fact.of.name}`)
    }
    case 'cluster-name':
      return present(layers.cluster, 'the cluster').exports.clusterName
    case 'load-balancer-dns':
      return present(layers.cluster, 'the cluster').exports.loadBalancerDns
    case 'service-name':
      return present(layers.services.get(fact.of), `service ${fact.of.name}`).exports.serviceName
    case 'host':
      return present(databases(layers)[`${fact.of.name}-host`], `database ${fact.of.name}`)
    case 'port':
      return sub`${present(databases(layers)[`${fact.of.name}-port`], `database ${fact.of.name}`)}`
    case 'name':
      if (fact.of.kind === 'postgres') return databaseNameOf(fact.of)
      if (fact.of.kind === 'bucket')
        return present(present(layers.assets, 'the assets').exports[`${fact.of.name}-bucket-name`], fact.of.name)
      return present(present(layers.tables, 'the tables').exports[`${fact.of.name}-table-name`], fact.of.name)
    case 'url':
      return sub`https://${present(present(layers.assets, 'the assets').exports[`${fact.of.name}-served-host`], fact.of.name)}`
    case 'pool-id':
    case 'client-id': {
      const { exports } = present(layers.identity, 'the identity')
      return present(exports[`${fact.of.name}-${fact.is}`], `identity ${fact.of.name}`)
    }
    case 'bucket-name':
      return present(layers.sites.get(fact.of), `site ${fact.of.name}`).exports.bucketName
    case 'distribution-id':
      return present(layers.sites.get(fact.of), `site ${fact.of.name}`).exports.distributionId
    default:
      throw new Error(`${fact.is} is a secret and cannot be printed`)
  }
}

const databases = (layers: Layers) => present(layers.database, 'the database').exports

/** Where a secret fact lies: the secret, and the JSON key inside it. A secret that people set is one whole text. */
export interface SecretPlace {
  readonly arn: Value<'secret-arn'>
  readonly key?: 'username' | 'password'
}

/** The secret that a secret fact is read from. */
export const secretOf = (fact: Fact, layers: Layers): SecretPlace => {
  switch (fact.is) {
    case 'username':
    case 'password': {
      return { arn: present(databases(layers)[`${fact.of.name}-secret-arn`], `database ${fact.of.name}`), key: fact.is }
    }
    case 'value': {
      const { exports } = present(layers.secrets, 'the secrets')
      return { arn: present(exports[`${fact.of.name}-secret-arn`], `secret ${fact.of.name}`) }
    }
    default:
      throw new Error(`${fact.is} is no secret`)
  }
}

/** The facts that may be read by anyone, and those that may not, each with its variable. */
export const partedFacts = (facts: Facts) => {
  const all = Object.entries(facts)
  return {
    plain: all.filter(([, fact]) => !isSecretFact(fact)),
    secret: all.filter(([, fact]) => isSecretFact(fact)),
  }
}
