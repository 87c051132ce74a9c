import { describe, expect, test } from 'vitest'
import { parseWorkflow } from './parse-workflow.ts'
import { mostProblems } from './problem-report.ts'
import { findMarked, findProblems, problemsOf } from './testing/find-problems.ts'
import { smallCatalog } from './testing/small-catalog.ts'

const log = 'type: log, with: { message: hi }'

describe('parseWorkflow', () => {
  test('answers with the workflow as it is written', () => {
    const source = `id: hello\nnodes:\n  say: { type: log, with: { message: "{{ trigger.name }}", extra: null } }`.replace(
      ', extra: null',
      '',
    )
    expect(parseWorkflow(source, smallCatalog)).toEqual({
      ok: true,
      workflow: { id: 'hello', nodes: { say: { type: 'log', with: { message: '{{ trigger.name }}' } } } },
      warnings: [],
    })
  })

  test('keeps the shape and kind of nested parameters', () => {
    const source = 'id: x\nnodes: { a: { type: set, with: { values: { port: 587, list: [{ a: 1.5 }, null, "07"], on: true } } } }'
    const parsed = parseWorkflow(source, smallCatalog)
    expect(parsed.ok && parsed.workflow.nodes.a?.with).toEqual({ values: { port: 587, list: [{ a: 1.5 }, null, '07'], on: true } })
  })

  test('reports the mistakes of every concern in one pass, by position', () => {
    const source = `
name: ‸12
‸nmae: y
id: ‸Order
‸settings:
inputs:
  order: { type: ‸map }
triggers:
  ‸T: { type: ‸webhok }
nodes:
  ‸Bad: { ${log} }
  call:
    type: ‸htpp.request
    retry: { attempts: ‸0 }
    next: ‸nowhere
  say:
    type: log
    with: { message: "{{ ‸nodes.cal.output }} {{ ‸tigger.body }}", ‸lvl: 1 }
    next: { ‸sucess: ‸inner }
  each:
    type: for-each
    with: { items: ["{{ ‸secrets.key }}"] }
    nodes:
      inner: { ${log}, next: other }
      other: { ${log}, next: ‸inner }
`
    const { found, expected } = findMarked(source, [
      'WRONG_TYPE',
      'UNKNOWN_KEY',
      'INVALID_ID',
      'WRONG_TYPE',
      'INVALID_CHOICE',
      'INVALID_ID',
      'UNKNOWN_TRIGGER_TYPE',
      'INVALID_ID',
      'UNKNOWN_NODE_TYPE',
      'OUT_OF_RANGE',
      'UNKNOWN_TARGET',
      'UNKNOWN_NODE',
      'UNKNOWN_NAME',
      'UNKNOWN_PARAM',
      'UNKNOWN_PORT',
      'EDGE_CROSSES_SCOPE',
      'SECRET_IN_SCOPE',
      'CYCLE',
    ])
    expect(found).toEqual(expected)
  })

  test('mistakes of YAML that leave the rest readable come with the others', () => {
    const source = `id: x\nnodes:\n  a: { ${log} }\n  ‸a: { ${log} }\n  b: { type: ‸nope }`
    const { found, expected } = findMarked(source, ['DUPLICATE_KEY', 'UNKNOWN_NODE_TYPE'])
    expect(found).toEqual(expected)
  })

  test('broken YAML is answered with its place', () => {
    expect(findProblems('id: x\nnodes: [a\n')[0]).toMatchObject({ severity: 'error', position: { line: expect.any(Number) } })
  })

  test.each([
    ['a list', '- id: x', 'a list'],
    ['text', 'hello', 'text'],
    ['a number', '42', 'a number'],
  ])('a file that holds %s is no workflow', (_, source, kind) => {
    expect(findProblems(source)).toMatchObject([
      { code: 'NOT_A_WORKFLOW', message: expect.stringContaining(kind), position: { offset: 0 } },
    ])
  })

  test('an empty file is one problem', () => {
    expect(findProblems('')).toHaveLength(1)
    expect(findProblems('# nothing yet\n')).toHaveLength(1)
  })

  test('a broken file still tells its id', () => {
    expect(parseWorkflow('id: order\nnodes: {}', smallCatalog)).toMatchObject({ ok: false, id: 'order' })
    expect(parseWorkflow('id: "Not good"\nnodes: {}', smallCatalog)).not.toHaveProperty('id')
  })

  test('a hundred problems are told and the others counted, errors before warnings', () => {
    const reads = Array.from({ length: 150 }, (_, index) => `  w${index}: { type: log, with: { message: "{{ vars.v${index} }}" } }`)
    const bad = Array.from({ length: 40 }, (_, index) => `  e${index}: { type: nope }`)
    const problems = findProblems(`id: x\nnodes:\n${[...reads, ...bad].join('\n')}`)
    expect(problems).toHaveLength(mostProblems + 1)
    expect(problems.filter(({ code }) => code === 'UNKNOWN_NODE_TYPE')).toHaveLength(40)
    expect(problems.filter(({ code }) => code === 'UNDECLARED_VAR')).toHaveLength(60)
    expect(problems.at(-1)).toMatchObject({ code: 'TOO_MANY_PROBLEMS', message: expect.stringContaining('90 more') })
  })

  test('too many warnings are still only warnings', () => {
    const reads = Array.from({ length: 150 }, (_, index) => `  w${index}: { type: log, with: { message: "{{ vars.v${index} }}" } }`)
    const parsed = parseWorkflow(`id: x\nnodes:\n${reads.join('\n')}`, smallCatalog)
    expect(parsed.ok).toBe(true)
    expect(problemsOf(parsed).every(({ severity }) => severity === 'warning')).toBe(true)
  })

  test('long words are told in short', () => {
    const [problem] = findProblems(`id: x\nnodes:\n  a: { type: "${'x'.repeat(100_000)}" }`)
    expect(problem?.message.length).toBeLessThan(300)
  })
})
