import { ListExportsCommand, ListImportsCommand } from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

const exporter = (value: unknown) => ({
  Resources: { A: topic() },
  Outputs: { O: { Value: value, Export: { Name: 'shared' } } },
})
const importer = { Resources: { B: topic({ DisplayName: { 'Fn::ImportValue': 'shared' } }) } }

test('an import gets the exported value, and both are listed', async () => {
  await using stacks = await startStacks()
  await stacks.create('network', exporter('x'))
  await stacks.create('web', importer)
  expect(stacks.topics.get('topic-2')).toEqual({ DisplayName: 'x' })
  expect((await stacks.client.send(new ListExportsCommand({}))).Exports).toMatchObject([{ Name: 'shared', Value: 'x' }])
  expect((await stacks.client.send(new ListImportsCommand({ ExportName: 'shared' }))).Imports).toEqual(['web'])
})

test('an export in use cannot be deleted with its stack: the stack keeps its status', async () => {
  await using stacks = await startStacks()
  await stacks.create('network', exporter('x'))
  await stacks.create('web', importer)
  await stacks.create('api', importer)
  expect(await stacks.remove('network')).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    StackStatusReason: 'Export shared cannot be deleted as it is in use by api and web',
  })
  await stacks.remove('web')
  await stacks.remove('api')
  expect((await stacks.remove('network')).StackStatus).toBe('DELETE_COMPLETE')
})

test.each([
  ['changed', exporter('y'), 'Export shared cannot be updated as it is in use by web'],
  ['taken away', { Resources: { A: topic(), C: topic() } }, 'Export shared cannot be deleted as it is in use by web'],
])('an export in use cannot be %s by an update', async (_how, template, reason) => {
  await using stacks = await startStacks()
  await stacks.create('network', exporter('x'))
  await stacks.create('web', importer)
  const stack = await stacks.update('network', template)
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await stacks.events('network', true)).toContain(`network UPDATE_ROLLBACK_IN_PROGRESS (${reason})`)
  expect(stacks.topics.size).toBe(2)
})

test('an export name is taken once per region', async () => {
  await using stacks = await startStacks()
  await stacks.create('network', exporter('x'))
  const other = await stacks.create('other', exporter('y'))
  expect(other.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await stacks.events('other', true)).join('\n')).toContain(
    'Export with name shared is already exported by stack network',
  )
})

test('an importer that stops importing frees the export', async () => {
  await using stacks = await startStacks()
  await stacks.create('network', exporter('x'))
  await stacks.create('web', importer)
  await stacks.update('web', { Resources: { B: topic({ DisplayName: 'own' }) } })
  await expect(stacks.client.send(new ListImportsCommand({ ExportName: 'shared' }))).rejects.toThrow(
    "Export 'shared' is not imported by any stack.",
  )
  expect((await stacks.update('network', exporter('y'))).StackStatus).toBe('UPDATE_COMPLETE')
})
