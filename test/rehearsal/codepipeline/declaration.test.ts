import { describe, expect, it } from 'vitest'
import { declarationOf, pipelineProperties } from '../../../rehearsal/codepipeline/declaration.ts'
import { resolveVariables } from '../../../rehearsal/codepipeline/variables.ts'

const action = (name: string, category: string, more = {}) => ({
  name,
  actionTypeId: { category, owner: 'AWS', provider: 'X', version: '1' },
  ...more,
})
const source = { name: 'Source', actions: [action('S', 'Source', { outputArtifacts: [{ name: 'A' }] })] }
const build = (more = {}) => ({ name: 'Build', actions: [action('B', 'Build', more)] })

describe('a declaration', () => {
  const refused: [string, object, RegExp][] = [
    ['with one stage', { stages: [source] }, /minimum of 2 stages/],
    ['that does not begin with a source', { stages: [build(), source] }, /only contains source actions/],
    ['with a later source', { stages: [source, { ...source, name: 'Again' }] }, /only occur in the first stage/],
    [
      'with an input that nothing outputs',
      { stages: [source, build({ inputArtifacts: [{ name: 'Z' }] })] },
      /takes "Z", which no earlier action produces/,
    ],
    [
      'with an artifact that is output twice',
      { stages: [source, build({ outputArtifacts: [{ name: 'A' }] })] },
      /unique within a pipeline: "A"/,
    ],
    ['with a stage name that is taken', { stages: [source, build(), build()] }, /"Build" is not unique/],
    ['that queues as type V1', { stages: [source, build()], executionMode: 'QUEUED' }, /needs pipeline type V2/],
  ]
  it.each(refused)('%s is refused', (_, given, message) => {
    expect(() => declarationOf({ name: 'p', ...given }, 1)).toThrow(message)
  })

  it('takes an input of the same stage from a lower runOrder', () => {
    const second = action('C', 'Build', { runOrder: 2, inputArtifacts: [{ name: 'B' }] })
    const stage = { name: 'Build', actions: [second, action('B', 'Build', { outputArtifacts: [{ name: 'B' }] })] }
    expect(declarationOf({ name: 'p', stages: [source, stage] }, 3).version).toBe(3)
  })

  it('keeps the keys of configurations as CloudFormation has them', () => {
    const given = {
      Stages: [{ Name: 'S', Actions: [{ Name: 'A', Configuration: { ProjectName: 'x' } }] }],
      ArtifactStores: [{ Region: 'r', ArtifactStore: { Location: 'b' } }],
    }
    expect(pipelineProperties(given)).toEqual({
      stages: [{ name: 'S', actions: [{ name: 'A', configuration: { ProjectName: 'x' } }] }],
      artifactStores: { r: { location: 'b' } },
    })
  })
})

describe('variables', () => {
  const namespaces = new Map([['Src', { CommitId: 'abc', BranchName: 'main' }]])
  it('are replaced everywhere in a text', () => {
    expect(resolveVariables('#{Src.CommitId} on #{Src.BranchName}', namespaces)).toBe('abc on main')
  })
  it('that do not exist are refused with the ones that do', () => {
    expect(() => resolveVariables('#{Src.Commit}', namespaces)).toThrow(
      'no variable "Commit" in namespace "Src"; there are: CommitId, BranchName',
    )
    expect(() => resolveVariables('#{Build.TAG}', namespaces)).toThrow('no namespace "Build"; there are: Src')
  })
})
