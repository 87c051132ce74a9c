import { describe, expect, test } from 'vitest'
import { findMarked, findProblems } from './testing/find-problems.ts'

const nodes = 'nodes: { a: { type: log, with: { message: hi } } }'

describe('the keys of a workflow file', () => {
  test.each([
    ['an unknown key at the top', `id: x\n‸nodse: {}\n${nodes}`, ['UNKNOWN_KEY']],
    ['an unknown key of a node', 'id: x\nnodes:\n  a: { type: log, with: { message: hi }, ‸nextt: b }', ['UNKNOWN_KEY']],
    ['an unknown key of a trigger', `id: x\ntriggers: { t: { type: manual, ‸cron: x } }\n${nodes}`, ['UNKNOWN_KEY']],
    ['an unknown key of an input', `id: x\ninputs: { i: { ‸format: email } }\n${nodes}`, ['UNKNOWN_KEY']],
    [
      'an unknown key of a retry',
      'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: 2, ‸times: 3 } } }',
      ['UNKNOWN_KEY'],
    ],
    ['an unknown key of the settings', `id: x\nsettings: { ‸parallel: 3 }\n${nodes}`, ['UNKNOWN_KEY']],
    ['no id', `‸${nodes}`, ['MISSING_KEY']],
    ['no nodes', '‸id: x', ['MISSING_KEY']],
    ['a node without a type', 'id: x\nnodes:\n  ‸a: { name: A }', ['MISSING_KEY']],
    ['a trigger without a type', `id: x\ntriggers: { ‸t: {} }\n${nodes}`, ['MISSING_KEY']],
    ['a retry without attempts', 'id: x\nnodes: { a: { type: log, with: { message: hi }, ‸retry: {} } }', ['MISSING_KEY']],
    ['an id that is no text', `id: ‸1\n${nodes}`, ['WRONG_TYPE']],
    ['a name that is no text', `id: x\nname: ‸12\n${nodes}`, ['WRONG_TYPE']],
    ['tags that are no list', `id: x\ntags: ‸a\n${nodes}`, ['WRONG_TYPE']],
    ['tags that are not all texts', `id: x\ntags: ‸[a, 1]\n${nodes}`, ['WRONG_TYPE']],
    ['vars that are a list', `id: x\nvars: ‸[a]\n${nodes}`, ['WRONG_TYPE']],
    ['nodes that are a list', 'id: x\nnodes: ‸[]', ['WRONG_TYPE']],
    ['a key without a value', `id: x\n‸settings:\n${nodes}`, ['WRONG_TYPE']],
    ['a node that is a text', 'id: x\nnodes: { a: ‸log }', ['WRONG_TYPE']],
    ['a trigger that is a text', `id: x\ntriggers: { t: ‸manual }\n${nodes}`, ['WRONG_TYPE']],
    ['params that are a list', 'id: x\nnodes: { a: { type: log, with: ‸[hi] } }', ['WRONG_TYPE']],
    ['a next that is a number', 'id: x\nnodes: { a: { type: log, with: { message: hi }, next: ‸3 } }', ['WRONG_TYPE']],
    ['a timeout that is a number', 'id: x\nnodes: { a: { type: log, with: { message: hi }, timeout: ‸30 } }', ['WRONG_TYPE']],
    ['a timeout that is no duration', 'id: x\nnodes: { a: { type: log, with: { message: hi }, timeout: ‸10x } }', ['INVALID_DURATION']],
    ['a timeout of nothing', `id: x\nsettings: { timeout: ‸0s }\n${nodes}`, ['OUT_OF_RANGE']],
    ['no attempts', 'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: ‸0 } } }', ['OUT_OF_RANGE']],
    ['half an attempt', 'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: ‸1.5 } } }', ['OUT_OF_RANGE']],
    [
      'a factor below one',
      'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: 2, factor: ‸0.5 } } }',
      ['OUT_OF_RANGE'],
    ],
    [
      'a jitter above one',
      'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: 2, jitter: ‸2 } } }',
      ['OUT_OF_RANGE'],
    ],
    [
      'an unknown backoff',
      'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: 2, backoff: ‸fast } } }',
      ['INVALID_CHOICE'],
    ],
    [
      'a class that is never tried again',
      'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: 2, on: [timeout, ‸fatal] } } }',
      ['INVALID_CHOICE'],
    ],
    [
      'nothing to try again',
      'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: 2, on: ‸[] } } }',
      ['INVALID_CHOICE'],
    ],
    [
      'no list of what to try again',
      'id: x\nnodes: { a: { type: log, with: { message: hi }, retry: { attempts: 2, on: ‸timeout } } }',
      ['WRONG_TYPE'],
    ],
    ['a workflow to start that has no id', `id: x\nsettings: { onFailure: ‸"Tell ops" }\n${nodes}`, ['INVALID_ID']],
    ['a workflow to start that is the same', `id: x\nsettings: { onFailure: ‸x }\n${nodes}`, ['FAILS_INTO_ITSELF']],
    ['an unknown join', 'id: x\nnodes: { a: { type: log, with: { message: hi }, join: ‸some } }', ['INVALID_CHOICE']],
    ['an unknown onError', 'id: x\nnodes: { a: { type: log, with: { message: hi }, onError: ‸ignore } }', ['INVALID_CHOICE']],
    ['an input type that JSON does not have', `id: x\ninputs: { i: { type: ‸date } }\n${nodes}`, ['INVALID_CHOICE']],
  ])('%s is a problem at its place', (_, source, codes) => {
    const { found, expected } = findMarked(source, codes)
    expect(found).toEqual(expected)
  })

  test('every key at its best is accepted', () => {
    const source = `
id: order-intake_2
name: Order intake
description: Takes orders in.
tags: [orders, shop]
vars: { base: "https://shop.test", limits: { low: 1 } }
inputs:
  order: { type: object, required: true, description: What was ordered }
  colour: { type: string, enum: [red, green], default: red }
  anything: {}
triggers:
  by_hand: { type: manual, name: By hand, disabled: true }
settings: { timeout: PT5M, onFailure: tell-ops }
nodes:
  call:
    type: http.request
    name: Call the shop
    notes: It is slow in the morning.
    with: { url: "{{ vars.base }}/orders", body: "{{ inputs.order }}" }
    retry: { attempts: 5, delay: 500ms, backoff: exponential, factor: 3, maxDelay: 1m, jitter: 0.2 }
    timeout: 30s
    join: any
    onError: continue
    fallback: { body: "{{ error.code }}" }
    disabled: false
    next: { success: [tell, note] }
  tell: { type: log, with: { message: "{{ input }}" }, retry: { attempts: 2, jitter: true, on: [timeout, HTTP_503] } }
  note: { type: log, with: { message: done } }
`
    expect(findProblems(source)).toEqual([])
  })

  test('the nearest known key comes along', () => {
    expect(findProblems(`id: x\nnaem: y\n${nodes}`)[0]).toMatchObject({ suggestion: 'name', path: ['naem'] })
  })

  test('messages name the thing and what to do', () => {
    const messages = findProblems(
      'id: x\nnodes: { charge: { type: log, with: { message: hi }, timeout: 10x, retry: { attempts: 0 }, nxt: y } }',
    ).map(({ message }) => message)
    expect(messages).toEqual([
      '"timeout" of node "charge" is "10x", which is no duration. Write 500ms, 5s, 1h30m, 3d or PT5M.',
      '"attempts" of the retry of node "charge" must be a whole number from 1 to 100, not 0.',
      'Node "charge" has no key "nxt". It takes type, name, with, next, retry, timeout, join, onError, fallback, disabled, notes, nodes, catch, finally.',
    ])
  })
})
