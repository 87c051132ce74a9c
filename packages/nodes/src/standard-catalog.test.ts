import { parseWorkflow } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createStandardCatalog } from './standard-catalog.ts'

function problemsOf(source: string) {
  const parsed = parseWorkflow(source, createStandardCatalog())
  const problems = parsed.ok ? parsed.warnings : parsed.problems
  return problems.map(({ code, message, position, suggestion }) => ({
    code,
    message,
    at: `${position.line}:${position.column}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  }))
}

test('a workflow made of the library has no problems', () => {
  expect(
    problemsOf(`id: process_order
triggers:
  placed: { type: webhook, with: { path: /orders, auth: none, respond: last-node } }
nodes:
  is_large:
    type: if
    with: { condition: "{{ trigger.body.total > 100 }}" }
    next: { true: by_status, false: each_line }
  by_status:
    type: switch
    with: { value: "{{ trigger.body.status }}", cases: { paid: paid, late: [late, overdue] } }
    next: { paid: each_line, late: refuse }
  refuse: { type: stop, with: { status: failed, message: too late } }
  each_line:
    type: for-each
    with: { items: "{{ trigger.body.lines }}", concurrency: 4 }
    nodes:
      ship:
        type: http.request
        with: { method: POST, url: "https://example.test/{{ item.sku }}", body: "{{ item }}" }
        next: { error: skip }
      skip: { type: log, with: { message: "{{ error.message }}" } }
    next: ask
  ask:
    type: loop
    with: { until: "{{ nodes.state.output.body.done }}", maxIterations: 10 }
    nodes:
      state: { type: http.request, with: { url: "https://example.test/state" }, next: rest }
      rest: { type: wait.delay, with: { for: 5s } }
`),
  ).toEqual([])
})

test('a mistake in the parameters is told with its place, and a slip of the key with the right one', () => {
  expect(
    problemsOf(`id: broken
nodes:
  call:
    type: http.request
    with:
      url: ftp://example.test
      metod: GET
      headers: { x: [1] }
  sort:
    type: switch
    with: { value: 1, cases: { paid: paid } }
    next: { piad: call }
`),
  ).toEqual([
    { code: 'INVALID_PARAM', message: expect.stringContaining('must begin with http:// or https://.'), at: '6:12' },
    { code: 'UNKNOWN_PARAM', message: expect.stringContaining('is not a known parameter.'), at: '7:7', suggestion: 'method' },
    {
      code: 'INVALID_PARAM',
      message: expect.stringContaining('must be a text, a number, true or false or null, but is a list of 1.'),
      at: '8:21',
    },
    expect.objectContaining({ code: 'UNKNOWN_PORT', suggestion: 'paid' }),
  ])
})
