import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runMillrace } from './support/run-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const orders = `id: orders
inputs: { limit: { type: integer, default: 100 } }
triggers:
  placed:
    type: webhook
    with: { path: "/orders/:shop", respond: last-node, auth: { type: jwt, secret: KEY }, method: [PUT, POST], cors: { origins: ["https://a.example"] } }
  paid: { type: event, with: { name: order.paid, filter: "{{ trigger.data.total > 100 }}" } }
  often: { type: schedule, with: { every: 1s } }
  thrice: { type: event.pattern, with: { name: login.failed, times: 3, within: 5m, key: "{{ trigger.data.user }}" } }
nodes:
  sleep: { type: wait.delay, with: { for: 30d }, next: charge }
  charge:
    type: http.request
    with: { url: "https://pay.example.com", method: POST, body: "{{ trigger }}", headers: { key: "{{ secrets.PAY }}" } }
    retry: { attempts: 3, delay: 1h }
    next: { success: done, error: sorry }
  done: { type: set, with: { values: { paid: "{{ input.body }}" } } }
  sorry: { type: set, with: { values: { why: "{{ error.code }}" } } }
`

/** The lines of `millrace test` over these tests, and how it ended. */
async function runTests(tests: string, workflow = orders): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'orders.yaml'), workflow)
  writeFileSync(join(directory, 'orders.test.yaml'), `tests:\n${tests}`)
  const { code, out, err } = await runMillrace(['test'], { directory })
  return { code, lines: (out + err).split('\n').map((line) => line.trim()) }
}

const sent = 'trigger: placed, request: { path: /orders/north, claims: { sub: ada }, body: { total: 5 } }'

describe('millrace test', () => {
  test('asks for no credentials, reaches nothing, and waits for nothing', async () => {
    const { code, lines } = await runTests(`
  - name: claims, parameters and secrets are there
    ${sent.replace(', request', '\n    request')}
    given: { charge: { output: { status: 200, body: yes } } }
    expect:
      trigger: { params: { shop: north }, claims: { sub: ada }, body: { total: 5 } }
      steps: { sleep: success, charge: { input: { headers: { key: "{{ secrets.PAY }}" } } }, sorry: skipped }
      answer: { status: 200, body: { paid: yes } }
  - { name: failing, ${sent}, given: { charge: { error: { code: HTTP_STATUS } } }, expect: { result: { why: HTTP_STATUS }, steps: { done: skipped } } }
  - { name: another method, trigger: placed, request: { method: GET, path: /orders/north }, expect: { starts: 0, answer: { status: 405 } } }
  - { name: another page, trigger: placed, request: { path: /orders/x, headers: { origin: "https://b.example" } }, expect: { starts: 0, answer: { status: 403 } } }
  - { name: a lie, trigger: placed, request: { path: /orders/x, headers: { content-type: application/json }, body: "{" }, expect: { starts: 0, answer: { status: 400 } } }
  - { name: a filter, trigger: paid, event: { name: order.paid, data: { total: 5 } }, expect: { starts: 0 } }
  - { name: its time, trigger: often, at: "2031-03-02T01:00:07Z", given: { charge: { output: { body: 1 } } }, expect: { trigger: { scheduledAt: "2031-03-02T01:00:07.000Z" } } }
  - name: three of one user
    trigger: thrice
    event: [&one { name: login.failed, data: { user: eve } }, *one, { name: login.failed, data: { user: ada } }, *one]
    given: { charge: { output: { body: 1 } } }
    expect: { starts: 1, trigger: { key: eve } }
  - { name: too late, trigger: thrice, event: [*one, *one, { later: 6m }, *one], expect: { starts: 0 } }
`)
    expect(lines.filter((line) => line.startsWith('✗') || / is | not /.test(line))).toEqual([])
    expect(lines).toContain('✓ 9 passed, 0 failed')
    expect(code).toBe(0)
  })

  test('says of each thing that differs what it is and what it should be', async () => {
    const { code, lines } = await runTests(`
  - { name: a, ${sent}, given: { charge: { output: { body: 1 } } }, expect: { result: { paid: 2, more: 3 }, steps: { sorry: success, charge: { times: 2 } }, answer: { status: 202 } } }
  - { name: b, ${sent}, given: { charge: { output: { body: 1 } } }, expect: { starts: 2, status: failed, error: { code: X }, tables: { order: [{}] } } }
  - { name: c, ${sent}, expect: {} }
  - { name: d, trigger: placed, request: { method: GET, path: /orders/x }, expect: { answer: { status: 200 } } }
  - { name: e, trigger: paid, event: { name: order.paid, data: { total: 5 } }, expect: { steps: { done: success }, answer: { status: 200 } } }
`)
    for (const line of [
      'result.paid is 1, not 2',
      'result.more is not there, not 3',
      'step sorry is skipped, not success',
      'step charge has run 1 times, not 2',
      'answer.status is 200, not 202: {"paid":1}',
      '1 executions have started, not 2',
      'status is success, not failed',
      'error is not there, not {"code":"X"}',
      'table order is [], not [{}]',
      'nothing was run, so that there is neither status, result nor steps',
      'nobody is answered: this trigger has nobody who waits',
      'Step charge (http.request) reaches outside, which a test does not: say what it gives under "given".',
      '✗ 0 passed, 5 failed',
    ])
      expect(lines).toContain(line)
    expect(lines.join('\n')).toMatch(/^0 executions have started, not 1: 405 .*METHOD_NOT_ALLOWED/m)
    expect(code).toBe(1)
  })

  test('tells what failed to a caller who has to prove who it is, and a stranger nothing, as outside of tests', async () => {
    const failing = (path: string, auth: string) => `{ type: webhook, with: { path: ${path}, respond: last-node, auth: ${auth} } }`
    const { code, lines } = await runTests(
      `
  - { name: known, trigger: signed, request: { body: {} }, expect: { status: failed, answer: { status: 500, body: { error: { message: Broken } } } } }
  - { name: stranger, trigger: open, request: { body: {} }, expect: { status: failed, answer: { status: 500, body: { error: { message: Broken } } } } }
`,
      `id: w
triggers:
  signed: ${failing('/signed', '{ type: github, secret: KEY }')}
  open: ${failing('/open', 'none')}
nodes: { a: { type: stop, with: { message: Broken } } }
`,
    )
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^✓ .*known/), expect.stringMatching(/^✗ .*stranger/)]))
    expect(lines).toContain('answer.body.error is not there, not {"message":"Broken"}')
    expect(code).toBe(1)
  })

  test('names the file of the tests to whoever names the workflow', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'orders.yaml'), orders)
    const { code, err } = await runMillrace(['test', 'orders.yaml'], { directory })
    expect(err).toContain('orders.yaml is a workflow: name the file of its tests, orders.test.yaml')
    expect(code).toBe(2)
  })

  test('tells a test that cannot be meant so', async () => {
    const { code, lines } = await runTests(`
  - { name: a, expect: {} }
  - { name: b, trigger: payd, event: { name: x }, expect: {} }
  - { name: c, trigger: paid, request: {}, expect: {} }
  - { name: d, trigger: paid, expect: {} }
  - { name: e, ${sent}, inputs: { limit: 1 }, expect: {} }
  - { name: f, ${sent}, given: { chrge: { output: 1 } }, expect: { steps: { "each[2].nobody": skipped } } }
`)
    expect(lines).toEqual(
      expect.arrayContaining([
        'orders has several triggers: say "trigger", one of placed, paid, often, thrice',
        'orders has no trigger payd: did you mean paid?',
        'Trigger paid is of type event: say "event", and not "request"',
        'Trigger paid is of type event: say "event"',
        'Trigger placed is of type webhook: "inputs" are given only to what is started by hand',
        '"given" names chrge, and there is no such node: did you mean charge?',
        '"steps" names each[2].nobody, and there is no such node',
      ]),
    )
    expect(code).toBe(1)
  })

  test('tells a mistake in the file, or in the workflow, by line and column', async () => {
    const wrong = await runTests('  - { name: a, expct: {} }\n')
    expect(wrong.lines.join('\n')).toMatch(
      /^orders\.test\.yaml:2:\d+ {2}error TEST_FILE_INVALID "tests\[0\]\.expct" is no key of a test file/m,
    )
    expect(wrong.lines.join('\n')).toContain('"tests[0].expect" is required')
    expect(wrong.code).toBe(1)
    const broken = await runTests('  - { name: a, expect: {} }\n', 'id: orders\nnodes: { a: { type: lgo } }\n')
    expect(broken.lines.join('\n')).toMatch(/^orders\.yaml:2:\d+ {2}error UNKNOWN_NODE_TYPE/m)
    expect(broken.code).toBe(1)
  })

  test('says where tests would be', async () => {
    const { code, err } = await runMillrace(['test'], { directory: temporaryDirectory() })
    expect(err).toContain('those of orders.yaml are in orders.test.yaml')
    expect(code).toBe(1)
  })
})
