import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'
import { siteRouting } from '#cfn/stacks/site-routing.ts'

const code = String(siteRouting('name').body.Properties?.FunctionCode)
const served = (uri: string): unknown =>
  runInContext(`${code}\nhandler({ request: { uri: ${JSON.stringify(uri)} } }).uri`, createContext({}))

it.each([
  ['/', '/index.html'],
  ['/messages/new', '/index.html'],
  ['/users/', '/index.html'],
  ['/v1.2/about', '/index.html'],
  ['/index.html', '/index.html'],
  ['/assets/app.3f2a.js', '/assets/app.3f2a.js'],
  ['/missing.css', '/missing.css'],
])('serves %s as %s', (uri, file) => {
  expect(served(uri)).toBe(file)
})
