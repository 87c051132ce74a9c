import { describe, expect, test } from 'vitest'
import type { Catalog } from './catalog.ts'
import { parseWorkflow } from './parse-workflow.ts'
import { findMarked, findProblems, problemsOf } from './testing/find-problems.ts'
import { smallCatalog } from './testing/small-catalog.ts'

const nodes = 'nodes: { a: { type: log, with: { message: hi } } }'

describe('types and parameters', () => {
  test.each([
    ['an unknown node type', 'id: x\nnodes: { a: { type: ‸htpp.request } }', ['UNKNOWN_NODE_TYPE']],
    ['an unknown trigger type', `id: x\ntriggers: { t: { type: ‸webhok } }\n${nodes}`, ['UNKNOWN_TRIGGER_TYPE']],
    ['an unknown parameter', 'id: x\nnodes: { a: { type: log, with: { message: hi, ‸levle: 1 } } }', ['UNKNOWN_PARAM']],
    ['a missing parameter', 'id: x\nnodes: { a: { type: http.request, with: ‸{ method: GET } } }', ['INVALID_PARAM']],
    ['missing parameters altogether', 'id: x\nnodes: { a: ‸{ type: http.request } }', ['INVALID_PARAM']],
    ['a list in place of the parameters of a trigger', `id: x\ntriggers: { t: { type: webhook, with: ‸[] } }\n${nodes}`, ['WRONG_TYPE']],
    ['a parameter of the wrong kind', 'id: x\nnodes: { a: { type: http.request, with: { url: ‸3 } } }', ['INVALID_PARAM']],
    [
      'a parameter of a trigger',
      `id: x\ntriggers: { t: { type: webhook, with: { path: ‸3, ‸pth: 1 } } }\n${nodes}`,
      ['INVALID_PARAM', 'UNKNOWN_PARAM'],
    ],
  ])('%s is a problem at its place', (_, source, codes) => {
    const { found, expected } = findMarked(source, codes)
    expect(found).toEqual(expected)
  })

  test('the nearest type and parameter come along', () => {
    const problems = findProblems('id: x\nnodes: { a: { type: htpp.request }, b: { type: http.request, with: { url: x, mehtod: GET } } }')
    expect(problems.map(({ suggestion }) => suggestion)).toEqual(['http.request', 'method'])
    expect(problems[1]?.message).toMatch(/is unknown\. Known are url, /)
  })

  test('an expression stands for any value', () => {
    expect(findProblems('id: x\nnodes: { a: { type: respond, with: { status: "{{ trigger.status }}" } } }')).toEqual([])
  })

  test('a type that breaks is reported like any other mistake, and the rest is still checked', () => {
    const broken: Catalog = {
      ...smallCatalog,
      node: (type) => ({
        type,
        effects: 'pure',
        ports: () => [],
        checkParams() {
          throw new TypeError('cannot read properties of null')
        },
      }),
    }
    const problems = problemsOf(parseWorkflow('id: x\nnodes: { a: { type: bad, next: nowhere } }', broken))
    expect(problems.map(({ code }) => code)).toEqual(['TYPE_CHECK_FAILED', 'UNKNOWN_TARGET'])
    expect(problems[0]?.message).toContain('cannot read properties of null')
  })

  test('what a trigger type doubts is warned of, once its parameters are without mistakes', () => {
    const doubting: Catalog = {
      ...smallCatalog,
      trigger: (type) => ({
        type,
        checkParams: ({ path }) => (path === undefined ? [{ path: ['path'], message: 'is required.' }] : []),
        doubts: () => [{ path: ['path'], message: 'is open to all.' }],
      }),
    }
    const found = (params: string) => {
      const source = `id: x\ntriggers: { t: { type: any, with: ${params} } }\nnodes: { a: { type: log, with: { message: hi } } }`
      return problemsOf(parseWorkflow(source, doubting))
    }
    expect(found('{ path: /x }')).toMatchObject([
      { code: 'UNSAFE_PARAM', severity: 'warning', message: 'Trigger "t" is open to all.', position: { line: 2 } },
    ])
    expect(found('{ }').map(({ code }) => code)).toEqual(['INVALID_PARAM'])
  })
})

describe('inputs', () => {
  const given = (inputs: string) => `triggers: { t: { type: manual, inputs: { ${inputs} } } }\n${nodes}`
  const giving = (type: string, value: string) => `id: x\ninputs: { i: { type: ${type} } }\n${given(`i: ${value}`)}`

  test.each([
    ['a default of another type', `id: x\ninputs: { i: { type: integer, default: ‸1.5 } }\n${nodes}`],
    ['a default that is no choice', `id: x\ninputs: { i: { enum: [a, b], default: ‸c } }\n${nodes}`],
    ['a choice of another type', `id: x\ninputs: { i: { type: string, enum: [a, ‸1] } }\n${nodes}`],
    ['an empty default of a typed input', `id: x\ninputs: { i: { type: array, default: ‸null } }\n${nodes}`],
    ['what a trigger gives of another type', giving('integer', '‸1.5')],
    ['what a trigger gives that is no choice', `id: x\ninputs: { i: { enum: [a] } }\n${given('i: ‸b')}`],
    ['nothing that a trigger gives', giving('string', '‸null')],
  ])('%s does not fit', (_, source) => {
    const { found, expected } = findMarked(source, ['INPUT_MISMATCH'])
    expect(found).toEqual(expected)
  })

  test.each([
    ['string', 'text'],
    ['number', '1.5'],
    ['integer', '3'],
    ['boolean', 'false'],
    ['object', '{ a: 1 }'],
    ['array', '[]'],
  ])('a default of type %s may be %s, and so may what a trigger gives', (type, value) => {
    expect(findProblems(`id: x\ninputs: { i: { type: ${type}, default: ${value} } }\n${nodes}`)).toEqual([])
    expect(findProblems(giving(type, value))).toEqual([])
  })

  test('that a trigger gives are declared', () => {
    const { found, expected } = findMarked(`id: x\ninputs: { kind: {} }\n${given('‸kid: nightly')}`, ['UNKNOWN_INPUT'])
    expect(found).toEqual(expected)
    const [problem] = findProblems(`id: x\ninputs: { kind: {} }\n${given('kid: nightly')}`)
    expect(problem).toMatchObject({ message: expect.stringContaining('Trigger "t" gives the input "kid"'), suggestion: 'kind' })
  })

  test('that a trigger gives to nothing that is declared, or not as a map, are told', () => {
    expect(findProblems(`id: x\n${given('kind: a')}`)).toMatchObject([{ code: 'UNKNOWN_INPUT' }])
    expect(findProblems(`id: x\ntriggers: { t: { type: manual, inputs: [1] } }\n${nodes}`)).toMatchObject([{ code: 'WRONG_TYPE' }])
  })
})
