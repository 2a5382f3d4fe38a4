import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { validateTemplates } from '#scripts/linters/validate.ts'

const path = 'guard/delivery.guard'
const own = { path, text: readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8') }

const task = (mode: string) => ({
  path: 'task.yaml',
  text: `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: ${mode}
      ContainerDefinitions: [{Name: a, Image: b}]
`,
})

const guarded = async (mode: string) =>
  (await validateTemplates([task(mode)], [own])).filter(({ code }) => code.startsWith('guard-'))

it('runs the rules of a team', async () => {
  expect(await guarded('awsvpc')).toEqual([])
  expect(await guarded('bridge')).toMatchObject([
    { code: 'guard-tasks-have-an-address-of-their-own', severity: 'error', at: { file: 'task.yaml', line: 2 } },
  ])
})

it('says which file of rules cannot be read', async () => {
  await expect(validateTemplates([task('awsvpc')], [{ path: 'guard/x.guard', text: 'rule x {' }])).rejects.toThrow(
    'guard/x.guard',
  )
})
