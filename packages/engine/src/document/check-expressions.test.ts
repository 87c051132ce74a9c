import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const nodes = 'nodes: { a: { type: log, with: { message: hi } } }'
const reading = (expression: string) => `nodes: { a: { type: log, with: { message: "{{ ${expression} }}" } } }`

describe('names in expressions', () => {
  test.each([
    ['an unknown name', `id: x\n${reading('‸triger.body')}`, ['UNKNOWN_NAME']],
    ['an undeclared input', `id: x\ninputs: { order: {} }\n${reading('‸inputs.ordr')}`, ['UNKNOWN_INPUT']],
    ['an undeclared variable', `id: x\nvars: { base: 1 }\n${reading('‸vars.bas')}`, ['UNDECLARED_VAR']],
    ['item outside a for-each', `id: x\n${reading('‸item.sku')}`, ['NAME_NOT_HERE']],
    ['index outside a scope', `id: x\n${reading('‸index')}`, ['NAME_NOT_HERE']],
    ['error where none arrives', `id: x\n${reading('‸error.message')}`, ['NO_ERROR_HERE']],
    [
      'item in a loop',
      'id: x\nnodes: { l: { type: loop, nodes: { a: { type: log, with: { message: "{{ ‸item }} {{ index }}" } } } } }',
      ['NAME_NOT_HERE'],
    ],
    [
      'item in the parameters of its own for-each',
      'id: x\nnodes: { l: { type: for-each, with: { items: "{{ ‸item }}" }, nodes: { a: { type: log, with: { message: hi } } } } }',
      ['NAME_NOT_HERE'],
    ],
    [
      'index in a limit of a loop',
      'id: x\nnodes: { l: { type: loop, with: { maxIterations: "{{ ‸index }}" }, nodes: { a: { type: log, with: { message: hi } } } } }',
      ['NAME_NOT_HERE'],
    ],
    [
      'an execution in a trigger',
      `id: x\ntriggers: { t: { type: webhook, with: { path: "{{ ‸execution.id }}" } } }\n${nodes}`,
      ['NAME_NOT_HERE'],
    ],
    [
      'a node in a trigger',
      `id: x\ntriggers: { t: { type: webhook, with: { path: "{{ ‸nodes.a.output }}" } } }\n${nodes}`,
      ['NAME_NOT_HERE'],
    ],
    [
      'a variable of the instance in a filter',
      `id: x\ntriggers: { t: { type: event, with: { name: a, filter: "{{ trigger.data.n > 1 && ‸env.HOME }}" } } }\n${nodes}`,
      ['NAME_NOT_HERE'],
    ],
    [
      'what a trigger brings, beside its filter',
      `id: x\ntriggers: { t: { type: event, with: { name: "{{ ‸trigger.data }}", filter: "{{ trigger.data.n > 1 }}" } } }\n${nodes}`,
      ['NAME_NOT_HERE'],
    ],
    ['an expression in a variable', `id: x\nvars: { base: [{ a: "https://‸{{ env.HOST }}/" }] }\n${nodes}`, ['NOT_EVALUATED']],
    [
      'an expression in what a trigger gives',
      `id: x\ninputs: { i: {} }\ntriggers: { t: { type: manual, inputs: { i: "‸{{ now }}" } } }\n${nodes}`,
      ['NOT_EVALUATED'],
    ],
    ['an expression in a default', `id: x\ninputs: { i: { default: "‸{{ now }}" } }\n${nodes}`, ['NOT_EVALUATED']],
    ['a broken expression', `id: x\nnodes:\n  a:\n    type: log\n    with:\n      message: "hello {{‸ }}"`, ['EXPRESSION_EMPTY']],
    [
      'a broken expression on a later line',
      `id: x\nnodes:\n  a:\n    type: log\n    with:\n      message: |\n        one\n        two {{‸ }}`,
      ['EXPRESSION_EMPTY'],
    ],
    [
      'an unknown name in a key',
      'id: x\nnodes: { a: { type: set, with: { values: { "of {{ ‸tigger.id }}": "{{ trigger.id }}" } } } }',
      ['UNKNOWN_NAME'],
    ],
  ])('%s is a problem at its place', (_, source, codes) => {
    const { found, expected } = findMarked(source, codes)
    expect(found).toEqual(expected)
  })

  test('every name has its place', () => {
    const source = `
id: x
vars: { base: 1 }
inputs: { order: {} }
triggers: { t: { type: webhook, with: { path: "{{ vars.base }}", secret: "{{ secrets.hook + env.SALT + workflow.id }}" } } }
nodes:
  a:
    type: log
    with: { message: "{{ [trigger, inputs.order, input, vars.base, env.HOME, secrets.key, execution.id, workflow.name, now, Math.max(1, 2), [1].map((one) => one)] }}" }
    next: { error: b, success: each }
  b: { type: log, with: { message: "{{ error.message }}" }, next: c }
  c: { type: log, with: { message: "{{ error.code }}" } }
  each:
    type: for-each
    with: { items: "{{ nodes.a.output }}" }
    nodes:
      again:
        type: loop
        with: { while: "{{ index < 3 }}", until: "{{ index > 1 }}" }
        nodes:
          d: { type: log, with: { message: "{{ item + index }}" } }
`
    expect(findProblems(source)).toEqual([])
  })

  test('error is there in catch and finally, in scopes behind a timeout, and after a node that goes on', () => {
    const source = `
id: x
nodes:
  guard:
    type: try
    nodes: { a: { type: log, with: { message: hi } } }
    catch: { b: { type: log, with: { message: "{{ error.message }}" } } }
    finally: { c: { type: log, with: { message: "{{ error }}" } } }
    next: { timeout: late, success: shaky }
  shaky: { type: log, with: { message: hi }, onError: continue, next: e }
  e: { type: log, with: { message: "{{ error?.message }}" } }
  late: { type: loop, nodes: { d: { type: log, with: { message: "{{ error.message }}" } } } }
`
    expect(findProblems(source)).toEqual([])
  })

  test.each([
    ['an unknown name', '"{{ ‸nope }}"', 'UNKNOWN_NAME'],
    ['a node that does not exist', '{ a: "{{ ‸nodes.nope.output }}" }', 'UNKNOWN_NODE'],
    ['its own output', '["{{ ‸nodes.a.output }}"]', 'SELF_REFERENCE'],
    ['a secret', '"{{ ‸secrets.KEY }}"', 'SECRET_IN_FALLBACK'],
  ])('a fallback that reads %s is a problem', (_, fallback, code) => {
    const { found, expected } = findMarked(`id: x\nnodes: { a: { type: log, with: { message: hi }, fallback: ${fallback} } }`, [code])
    expect(found).toEqual(expected)
  })

  test('a fallback reads the failure, and so may what comes after it', () => {
    const source = `
id: x
nodes:
  a: { type: log, with: { message: hi }, next: b, fallback: { why: "{{ error.message }}", then: "{{ trigger }}" } }
  b: { type: log, with: { message: "{{ error.code }}" } }
`
    expect(findProblems(source)).toEqual([])
  })

  test.each(['onError: fail, ‸fallback: 1', 'onError: skip, ‸fallback: 1', 'next: { error: b }, ‸fallback: null'])(
    'a fallback that is never used is a problem: %s',
    (keys) => {
      const { found, expected } = findMarked(
        `id: x\nnodes: { a: { type: log, with: { message: hi }, ${keys} }, b: { type: log, with: { message: hi } } }`,
        ['UNUSED_FALLBACK'],
      )
      expect(found).toEqual(expected)
    },
  )

  test.each([
    ['of no node', '  mail: { type: log, with: { message: "{{ ‸waiting.aprove.url }}" } }', 'UNKNOWN_NODE'],
    ['of a node that waits at none', '  mail: { type: log, with: { message: "{{ ‸waiting.mail.url }}" } }', 'NO_ADDRESS'],
    ['of nothing that an address has', '  mail: { type: log, with: { message: "{{ ‸waiting.approve.link }}" } }', 'UNKNOWN_ADDRESS'],
    [
      'in a scope',
      '  l: { type: loop, with: { while: "{{ ‸waiting.approve.url }}" }, nodes: { m: { type: set, with: { values: {} } } } }',
      'SECRET_IN_SCOPE',
    ],
    [
      'of a node inside another scope',
      `  l: { type: loop, nodes: { inner: { type: wait.approval } } }
  mail: { type: log, with: { message: "{{ ‸waiting.inner.url }}" } }`,
      'REFERENCE_INTO_SCOPE',
    ],
  ])('an address %s is a problem', (_, lines, code) => {
    const { found, expected } = findMarked(`id: x\nnodes:\n  approve: { type: wait.approval, with: { title: Pay } }\n${lines}`, [code])
    expect(found).toEqual(expected)
  })

  test('what a scope asks after an iteration sees the nodes of it, its number and its item', () => {
    const source = `
id: x
nodes:
  each:
    type: for-each
    with: { items: [1], until: "{{ nodes.a.output && item && index && input }}" }
    nodes: { a: { type: log, with: { message: hi } } }
  poll:
    type: loop
    with: { until: "{{ nodes.b.output }}", interval: "{{ nodes.b.output + index + nodes.poll.output }}s" }
    nodes: { b: { type: log, with: { message: hi } } }
`
    expect(findProblems(source)).toEqual([])
  })

  test('the address of a node that will wait, here or further out, can be read before it runs', () => {
    const source = `
id: x
nodes:
  mail: { type: log, with: { message: "{{ waiting.approve.approveUrl + waiting.approve.token }}" }, next: each }
  each:
    type: for-each
    with: { items: [1] }
    nodes:
      tell: { type: log, with: { message: "{{ waiting.approve.url }} {{ waiting.inner.rejectUrl }}" }, next: inner }
      inner: { type: wait.approval }
    next: approve
  approve: { type: wait.approval, with: { title: Pay } }
`
    expect(findProblems(source)).toEqual([])
  })

  test('the nearest node that waits comes along', () => {
    const source = 'id: x\nnodes: { approve: { type: wait.approval }, mail: { type: log, with: { message: "{{ waiting.aprove.url }}" } } }'
    expect(findProblems(source)[0]).toMatchObject({ code: 'UNKNOWN_NODE', suggestion: 'approve' })
  })

  test('a literal parameter holds no expressions, whatever its braces', () => {
    expect(findProblems(`id: x\nnodes: { a: { type: code, with: { code: "f({{ nope }}) {{", input: "{{ trigger }}" } } }`)).toEqual([])
  })

  test('warnings alone leave the workflow sound', () => {
    const problems = findProblems(`id: x\n${reading('vars.pay_url + error.message')}`)
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['UNDECLARED_VAR', 'warning'],
      ['NO_ERROR_HERE', 'warning'],
    ])
  })

  test('the nearest name, input and variable come along', () => {
    const problems = findProblems(`id: x\nvars: { base: 1 }\ninputs: { order: {} }\n${reading('triger + inputs.ordr + vars.bsae')}`)
    expect(problems.map(({ suggestion }) => suggestion)).toEqual(['trigger', 'order', 'base'])
  })
})
