import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const canary = 'canary-51c0de'

/** Runs the nodes dry against a real service that has two orders, and says what the service was asked. */
async function rehearse(nodes: string, ...more: readonly string[]) {
  const service = await startHttpService(({ path }) =>
    path === '/broken' ? { status: 404, body: {} } : { status: 200, body: { lines: [{ sku: 'a' }, { sku: 'b' }], ready: false } },
  )
  const directory = temporaryDirectory()
  const dataDirectory = join(directory, 'data')
  writeFileSync(join(directory, 'orders.yaml'), `id: orders\nvars: { shop: "${service.url}" }\nnodes:\n${nodes}`)
  const ended = await runMillrace(['run', 'orders.yaml', '--dry-run', '--data-dir', dataDirectory, ...more], {
    directory,
    environment: { MILLRACE_EGRESS_ALLOW: '127.0.0.1', MILLRACE_SECRET_CANARY: canary },
  })
  expect(existsSync(dataDirectory)).toBe(false)
  expect(readdirSync(directory)).toEqual(['orders.yaml'])
  return { ...ended, asked: service.calls.map(({ method, path }) => `${method} ${path}`) }
}

async function report(nodes: string) {
  const { out, err, ...ended } = await rehearse(nodes, '--json')
  const said = JSON.parse(out)
  const steps = (list: readonly { readonly step: string }[]) => list.map(({ step }) => step).sort()
  return {
    ...ended,
    said,
    ran: steps(said.ran),
    wouldRun: steps(said.wouldRun),
    notReached: steps(said.notReached),
    failed: steps(said.failed),
  }
}

const fetchOrders = '  fetch: { type: http.request, with: { url: "{{ vars.shop }}/orders" }, next: next }\n'

describe('millrace run --dry-run', () => {
  test('runs a GET, and lists a POST with its evaluated parameters; what is behind it is not reached', async () => {
    const { out, err, code, asked } = await rehearse(`${fetchOrders}
  next: { type: http.request, with: { method: POST, url: "{{ vars.shop }}/ship", body: "{{ input.body.lines[0] }}" }, next: { success: told, error: moan } }
  told: { type: log, with: { message: "{{ input.body.id }}" } }
  moan: { type: log, with: { message: "{{ error.message }}" } }
`)
    expect({ code, asked }).toEqual({ code: 0, asked: ['GET /orders'] })
    expect(out).toMatch(/^would run {2}next {2}http\.request \(external\)\n.*"sku": "a".*not reached {2}told.*not reached {2}moan/s)
    expect(err).toContain('1 step run, 1 listed, 2 not reached, 0 failed; nothing was changed')
  })

  test('lists each item of a for-each, and does not go on with results that are none', async () => {
    const { code, asked, said, notReached } = await report(`${fetchOrders}
  next:
    type: for-each
    with: { items: "{{ input.body.lines }}" }
    nodes:
      ship: { type: http.request, with: { method: PUT, url: "{{ vars.shop }}/{{ item.sku }}" }, next: note }
      note: { type: set, with: { values: { id: "{{ nodes.ship.output.body.id }}" } } }
    next: sum
  sum: { type: set, with: { values: { first: "{{ nodes.next.output[0].id }}" } }, next: last }
  last: { type: log, with: { message: "{{ nodes.sum.output.first }}" } }
`)
    expect({ code, asked, failed: said.failed }).toEqual({ code: 0, asked: ['GET /orders'], failed: [] })
    expect(
      said.wouldRun.map(({ step, params }: { step: string; params: { url: string } }) => `${step} ${new URL(params.url).pathname}`),
    ).toEqual(['next[0].ship /a', 'next[1].ship /b'])
    expect(notReached).toEqual(['last', 'next[0].note', 'next[1].note', 'sum'])
  })

  test('makes one round of a loop that would do something, however often it would have to', async () => {
    const { code, wouldRun, notReached, failed } = await report(`  again:
    type: loop
    with: { until: "{{ nodes.post.output.body.ready }}", interval: 1h, maxIterations: 50 }
    nodes: { post: { type: http.request, with: { method: POST, url: "{{ vars.shop }}" } } }
    next: after
  after: { type: log, with: { message: done } }
`)
    expect({ code, wouldRun, notReached, failed }).toEqual({ code: 0, wouldRun: ['again[0].post'], notReached: ['after'], failed: [] })
  })

  test('runs the catch of a try for what really fails, and not for what is only listed', async () => {
    const { code, asked, ran, wouldRun, failed } = await report(`  reads:
    type: try
    nodes: { ask: { type: http.request, with: { url: "{{ vars.shop }}/broken" } } }
    catch: { caught: { type: log, with: { message: "{{ error.code }}" } } }
  keeps:
    type: try
    nodes: { keep: { type: store.set, with: { key: last, value: 1 } } }
    catch: { missed: { type: log, with: { message: missed } } }
    finally: { count: { type: store.increment, with: { key: runs } } }
`)
    expect({ code, asked, failed }).toEqual({ code: 0, asked: ['GET /broken'], failed: [] })
    expect(ran).toEqual(['keeps', 'reads', 'reads.catch.caught'])
    expect(wouldRun).toEqual(['keeps.finally.count', 'keeps.keep'])
  })

  test('waits for nothing: a sleep is passed, and what needs an answer or another workflow is listed', async () => {
    const { code, asked, said, notReached, ran } = await report(`  sleep: { type: wait.delay, with: { for: 30d }, next: awake }
  awake: { type: log, with: { message: awake }, next: [ask, hear, hook, poll, call] }
  ask: { type: wait.approval, with: { title: Go on? }, next: { approved: went } }
  went: { type: log, with: { message: went } }
  hear: { type: wait.event, with: { name: paid } }
  hook: { type: wait.webhook }
  poll:
    type: wait.condition
    with: { until: "{{ nodes.look.output.body.ready }}" }
    nodes: { look: { type: http.request, with: { url: "{{ vars.shop }}/orders" } } }
  call: { type: workflow.call, with: { workflow: other } }
`)
    const listed = said.wouldRun.map(({ step, kind }: { step: string; kind: string }) => `${kind} ${step}`).sort()
    expect(listed).toEqual(['call call', 'wait ask', 'wait hear', 'wait hook', 'wait poll', 'wait sleep'])
    expect({ code, asked, notReached, ran }).toEqual({ code: 0, asked: [], notReached: ['went'], ran: ['awake'] })
  })

  test('does not run behind a join what one of its branches lacks', async () => {
    const { code, ran, notReached, failed } =
      await report(`  one: { type: http.request, with: { method: POST, url: http://127.0.0.1:1 }, next: both }
  two: { type: set, with: { values: { a: 1 } }, next: both }
  both: { type: set, with: { values: { sum: "{{ nodes.one.output.body.total + nodes.two.output.a }}" } }, next: end }
  end: { type: log, with: { message: "{{ nodes.both.output.sum }}" } }
`)
    expect({ code, ran, notReached, failed }).toEqual({ code: 0, ran: ['two'], notReached: ['both', 'end'], failed: [] })
  })

  test('a failure of what runs exits with 1 and hides nothing of the other paths', async () => {
    const { code, failed, wouldRun } = await report(`  bad: { type: http.request, with: { url: "{{ vars.shop }}/broken" }, next: never }
  never: { type: log, with: { message: never } }
  wrong: { type: store.set, with: { key: "{{ 7 }}", value: 1 } }
  keep: { type: store.set, with: { key: last, value: 1 } }
`)
    expect({ code, failed, wouldRun }).toEqual({ code: 1, failed: ['bad', 'wrong'], wouldRun: ['keep'] })
  })

  test('leaves the failures in a scope to the scope: collected they are none, else they count, whatever else is listed there', async () => {
    const each = (mode: string) => `${fetchOrders}
  next:
    type: for-each
    with: { items: "{{ input.body.lines }}", onItemError: ${mode} }
    nodes:
      way: { type: if, with: { condition: "{{ item.sku == 'a' }}" }, next: { true: keep, false: bad } }
      keep: { type: store.set, with: { key: last, value: 1 } }
      bad: { type: http.request, with: { url: "{{ vars.shop }}/broken" } }
`
    expect(await report(each('collect'))).toMatchObject({ code: 0, failed: [], wouldRun: ['next[0].keep'] })
    expect(await report(each('fail'))).toMatchObject({ code: 1, failed: ['next[1].bad'], wouldRun: ['next[0].keep'] })
  })

  test('shows no secret, neither in the list nor in JSON', async () => {
    const nodes = `  send:
    type: http.request
    with:
      method: POST
      url: "{{ vars.shop }}/?key={{ secrets.CANARY }}"
      headers: { authorization: "Bearer {{ secrets.CANARY }}" }
      body: { key: "{{ secrets.CANARY }}", shout: "{{ secrets.CANARY.toUpperCase() }}" }
`
    for (const more of [[], ['--json']]) {
      const { out, err, code } = await rehearse(nodes, ...more)
      expect(code).toBe(0)
      expect(out).toContain('authorization')
      expect((out + err).toLowerCase()).not.toContain(canary)
    }
  })
})
