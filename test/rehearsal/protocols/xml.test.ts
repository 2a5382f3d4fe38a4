import { expect, test } from 'vitest'
import { printXml } from '#rehearsal/protocols/xml.ts'

test.each<[unknown, string | undefined, string]>([
  [{ A: 'x<&">', B: undefined, C: null }, undefined, '<A>x&lt;&amp;&quot;&gt;</A>'],
  [{ L: [1, 2] }, undefined, '<L><member>1</member><member>2</member></L>'],
  [{ L: [{ K: true }] }, 'item', '<L><item><K>true</K></item></L>'],
  [{ L: [{ K: 1 }, { K: 2 }] }, 'flat', '<L><K>1</K></L><L><K>2</K></L>'],
  [{ L: [] }, undefined, '<L></L>'],
  [{ At: new Date(0) }, undefined, '<At>1970-01-01T00:00:00.000Z</At>'],
  [{ Text: 'a\u0000\u001bb\r\n' }, undefined, '<Text>ab&#xD;\n</Text>'],
])('%j is printed', (value, item, xml) => {
  expect(printXml(value, item)).toBe(xml)
})
