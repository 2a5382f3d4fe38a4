import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { boundaries, crossings, cycles, importsIn, sources } from '../scripts/boundaries.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const paths = sources(root).filter((path) => !path.startsWith('test/') && !/^app\/(test|dev)\//.test(path))
const imports = importsIn(root, paths)

describe('the structure of the repository', () => {
  it('has every source in a folder that the table knows', () => {
    expect(
      paths.filter((path) => !path.endsWith('.config.ts') && !boundaries.some((each) => each.from.test(path))),
    ).toEqual([])
    expect(imports.length).toBeGreaterThan(100)
  })

  it('imports only along the arrows', () => {
    expect(crossings(imports)).toEqual([])
  })

  it('has no cycle, type-only imports included', () => {
    expect(cycles(imports)).toEqual([])
  })

  it.each([
    ['model/a.ts', 'cfn/print.ts', 1],
    ['model/a.ts', 'node:fs', 1],
    ['rehearsal/a.ts', 'pipelines/run.ts', 1],
    ['rehearsal/a.ts', 'cfn/analysis/resolve.ts', 0],
    ['pipelines/plan.ts', 'pipelines/cloud/index.ts', 1],
    ['pipelines/run.ts', '@aws-sdk/client-s3', 1],
    ['pipelines/cloud/a.ts', '@aws-sdk/client-s3', 0],
    ['app/server/a.ts', 'model/index.ts', 1],
  ])('judges that %s importing %s has %i crossing', (from, to, many) => {
    expect(crossings([{ from, to, line: 1 }])).toHaveLength(many)
  })

  it('sees a cycle', () => {
    const cycle = [
      { from: 'a.ts', to: 'b.ts', line: 1 },
      { from: 'b.ts', to: 'a.ts', line: 1 },
    ]
    expect(cycles(cycle)).toEqual([['a.ts', 'b.ts', 'a.ts']])
  })
})
