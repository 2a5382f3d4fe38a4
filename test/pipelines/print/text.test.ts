import { describe, expect, it } from 'vitest'
import { type Event, fault } from '#model'
import { eventText, type Paint, planText } from '#pipelines/print/text.ts'
import { aChange, aPlan, aStackChange } from '../a-plan.ts'

const marked: Paint = {
  strong: (text) => `<strong>${text}</strong>`,
  good: (text) => `<good>${text}</good>`,
  bad: (text) => `<bad>${text}</bad>`,
  faint: String,
}

describe('a plan in a terminal', () => {
  const plan = aPlan(
    aStackChange('network', []),
    aStackChange('tables', [
      aChange({ logicalId: 'Kept', action: 'Modify', replacement: 'False' }),
      aChange({
        logicalId: 'Lost',
        action: 'Modify',
        replacement: 'True',
        properties: [{ path: '/Properties/Name', before: 'a', after: 'b', recreates: 'Always' }],
      }),
    ]),
    aStackChange('service', [aChange()], { kind: 'create', predicted: true }),
  )

  it('lists every stack in order, each change with its reason, and the sum', () => {
    expect(planText(plan).split('\n')).toEqual([
      'production (111111111111, eu-west-1)',
      'hello-network  unchanged',
      'hello-tables  update  (1 to modify, 1 to replace)',
      '  Modify   Kept  AWS::SNS::Topic',
      '  Replace  Lost  AWS::SNS::Topic  /Properties/Name: a → b',
      'hello-service  create  (1 to add, read off its template: what it imports does not exist yet)',
      '  Add      Topic  AWS::SNS::Topic',
      '1 to add, 1 to modify, 1 to replace in 2 of 3 stacks',
      '',
    ])
  })

  it('marks what may lose something, and nothing else', () => {
    const bad = planText(plan, marked)
      .split('\n')
      .filter((line) => line.includes('<bad>'))
    expect(bad).toHaveLength(1)
    expect(bad[0]).toContain('Lost')
  })
})

describe('an event in a terminal', () => {
  const event = { at: new Date(0), subject: 'stack a', says: 'it' }
  it.each<[Event['is'], string]>([
    ['started', '▸ stack a  it'],
    ['progress', '· stack a  it'],
    ['done', '<good>✔ stack a  it</good>'],
    ['failed', '<bad>✘ stack a  it</bad>'],
  ])('that is %s is told as %s', (is, text) => {
    expect(eventText({ ...event, is }, marked)).toBe(text)
  })

  it('that failed tells where, what and the fix below', () => {
    const problem = fault({ at: 'stack a', code: 'stack-failed', says: 'it broke', fix: 'mend it' })
    expect(eventText({ ...event, is: 'failed', fault: problem })).toBe(
      '✘ stack a  it\nstack a: it broke [stack-failed]\n  fix: mend it',
    )
  })
})
