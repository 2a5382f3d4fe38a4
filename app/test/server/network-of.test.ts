import { expect, test } from 'vitest'
import { networkOf } from '../../server/network-of.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2ff:3:4:5:6', '2001:db8:1:200::/56'],
  ['2001:db8:1:2aa::9', '2001:db8:1:200::/56'],
  ['2001:DB8:1:3aa::9', '2001:db8:1:300::/56'],
  ['2001:db8::', '2001:db8:0:0::/56'],
  ['fe80::1%eth0', 'fe80:0:0:0::/56'],
  ['::1', '0:0:0:0::/56'],
  ['', ''],
])('who calls from "%s" counts as "%s"', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
