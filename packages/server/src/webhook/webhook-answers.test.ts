import type { Driver } from '@millrace/runtime'
import { StoreError } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const post = { method: 'POST' }

test('respond: immediately answers once the start is on disk', async () => {
  const { ask, store } = await testServer([webhookWorkflow({ id: 'w', path: '/w', respond: 'immediately', nodes: 'a: { type: forever }' })])
  const answer = await ask('/webhook/w', post)
  const { executionId, status, url } = (await answer.json()) as Record<string, string>
  expect([answer.status, status]).toEqual([202, 'running'])
  expect(url).toBe(`http://localhost:8577/api/v1/executions/${executionId}`)
  expect(answer.headers.get('location')).toBe(url)
  expect(await store.executions.get('default', executionId ?? '')).toMatchObject({ workflowId: 'w', triggerId: 'hook' })
})

test('an execution that is not recorded is said to be so, and leaves nothing behind', async () => {
  const never = (id: string, respond: 'immediately' | 'last-node') =>
    `${webhookWorkflow({ id, path: `/${id}`, respond })}settings: { record: never }\n`
  const { ask, store } = await testServer([never('soon', 'immediately'), never('now', 'last-node')])
  const accepted = await ask('/webhook/soon', post)
  expect([accepted.status, accepted.headers.get('location')]).toEqual([202, null])
  expect(await accepted.json()).toEqual({ executionId: expect.any(String), status: 'running', recorded: false })
  expect((await ask('/webhook/now', post)).status).toBe(200)
  const ran = await ask('/api/v1/workflows/now/run?wait=true', post)
  expect(await ran.json()).toMatchObject({ status: 'success', recorded: false })
  expect((await store.executions.list('default', {}, { limit: 5 })).items).toEqual([])
})

describe('respond: last-node', () => {
  const failing = (auth: string) => `id: w
triggers: { hook: { type: webhook, with: { path: /w, respond: last-node, auth: ${auth} } } }
nodes: { a: { type: fail, with: { message: No way to db.internal } } }
`

  test('answers a failure with the error of the step, without its stack, to whoever proves who they are', async () => {
    const { ask } = await testServer([failing('{ type: bearer, secret: KEY }')])
    const answer = await ask('/webhook/w', { ...post, headers: { authorization: 'Bearer a-key' } })
    const text = await answer.text()
    expect(answer.status).toBe(500)
    const error = { code: 'BROKEN', message: 'No way to db.internal', step: 'a' }
    expect(JSON.parse(text)).toMatchObject({ code: 'EXECUTION_FAILED', detail: 'No way to db.internal', error })
    expect(JSON.parse(text).executionId).toMatch(/^[0-9a-z]{26}$/)
    expect(text).not.toContain('at ')
  })

  test('tells a stranger that it failed, and nothing of what broke', async () => {
    const { ask } = await testServer([failing('none')])
    const answer = await ask('/webhook/w', post)
    const text = await answer.text()
    const { executionId } = JSON.parse(text)
    expect([answer.status, JSON.parse(text)]).toEqual([
      500,
      expect.objectContaining({ code: 'EXECUTION_FAILED', detail: `Execution ${executionId} ended as failed: why stands in its history.` }),
    ])
    expect(text).not.toMatch(/internal|BROKEN|"step"/)
  })

  test('answers 202 with the address of the execution when it takes longer than the limit', async () => {
    const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/w', nodes: 'a: { type: forever }' })], { answerTimeoutMs: 10 })
    const answer = await ask('/webhook/w', post)
    expect(answer.status).toBe(202)
    expect(answer.headers.get('location')).toMatch(/\/webhook-status\/[0-9a-z]{26}\.[A-Za-z0-9_-]{43}$/)
  })

  test('tells a canceled execution from a failed one', async () => {
    const { ask, driver, store } = await testServer([webhookWorkflow({ id: 'w', path: '/w', nodes: 'a: { type: forever }' })])
    const stop = driver.subscribe(({ executionId, changes }) => {
      if (changes.some(({ status }) => status === 'waiting')) setImmediate(() => void driver.cancel('default', executionId))
    })
    const answer = await ask('/webhook/w', post)
    stop()
    expect(await answer.json()).toMatchObject({ code: 'EXECUTION_CANCELED' })
    expect((await store.executions.list('default', {}, { limit: 1 })).items[0]?.status).toBe('canceled')
  })
})

describe('respond: respond-node', () => {
  const replies = (with_: string) =>
    webhookWorkflow({ id: 'w', path: '/w', respond: 'respond-node', nodes: `a: { type: reply, with: ${with_} }` })

  test('sends what the step says, a text as it is', async () => {
    const { ask } = await testServer([replies('{ status: 201, headers: { X-Mine: a, content-type: text/html }, body: <p>hi</p> }')])
    const answer = await ask('/webhook/w', post)
    expect([answer.status, await answer.text(), answer.headers.get('x-mine')]).toEqual([201, '<p>hi</p>', 'a'])
    expect(answer.headers.get('content-type')).toBe('text/html')
    expect(answer.headers.get('content-security-policy')).toBe('sandbox')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('sends everything else as JSON', async () => {
    const { ask } = await testServer([replies('{ body: { a: [1] } }')])
    const answer = await ask('/webhook/w', post)
    expect([await answer.text(), answer.headers.get('content-type')]).toEqual(['{"a":[1]}', 'application/json'])
  })

  test('a policy of the step adds to the sandbox and never takes it away', async () => {
    const { ask } = await testServer([replies(`{ headers: { Content-Security-Policy: "script-src 'none'" }, body: x }`)])
    expect((await ask('/webhook/w', post)).headers.get('content-security-policy')).toBe("sandbox, script-src 'none'")
  })

  // Some mean the connection, some the whole origin with the editor on it, and some the files of a proxy in front of it.
  const reserved = ['Connection', 'transfer-encoding', 'Content-Length', 'Set-Cookie', 'Alt-Svc', 'NEL', 'Report-To', 'X-Accel-Redirect']
  test.each([...reserved, 'X-Sendfile', 'bad name', ''])('refuses the header %j', async (name) => {
    const { ask } = await testServer([replies(`{ headers: { ${JSON.stringify(name)}: close } }`)])
    expect(await (await ask('/webhook/w', post)).json()).toMatchObject({ code: 'RESPONSE_INVALID', status: 500 })
  })

  test('refuses a value that would begin another header', async () => {
    const { ask } = await testServer([replies('{ headers: { x-a: "1\\r\\nx-b: 2" } }')])
    expect(await (await ask('/webhook/w', post)).json()).toMatchObject({ code: 'RESPONSE_INVALID' })
  })

  test('says so when the execution ends without an answer', async () => {
    const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/w', respond: 'respond-node' })])
    expect(await (await ask('/webhook/w', post)).json()).toMatchObject({ code: 'RESPONSE_MISSING', status: 500 })
  })
})

describe('what the store refuses', () => {
  test('out of room is 507 with its code', async () => {
    const full = new StoreError('STORE_FULL', 'The disk is full: make room.')
    const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/w' })], { driver: refusing(full) })
    const answer = await ask('/webhook/w', post)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([507, '5'])
    expect(await answer.json()).toMatchObject({ code: 'STORE_FULL', detail: 'The disk is full: make room.' })
  })

  test('what breaks inside tells only an id, which the log has with the stack', async () => {
    const { ask, lines } = await testServer([webhookWorkflow({ id: 'w', path: '/w' })], { driver: refusing(new Error('password=hunter2')) })
    const answer = await ask('/webhook/w', post)
    const text = await answer.text()
    expect([answer.status, JSON.parse(text).code]).toEqual([500, 'INTERNAL'])
    expect(text).not.toContain('hunter2')
    const id = answer.headers.get('x-request-id')
    expect(JSON.parse(text).requestId).toBe(id)
    expect(lines).toEqual([expect.objectContaining({ requestId: id, status: 500, error: expect.stringContaining('hunter2') })])
  })
})

/** A driver that takes no start: what a full disk looks like from here. */
function refusing(error: Error): Driver {
  return {
    start: () => Promise.reject(error),
    find: () => Promise.reject(error),
    replay: () => Promise.reject(error),
    cancel: () => Promise.reject(error),
    pause: () => Promise.reject(error),
    unpause: () => Promise.reject(error),
    signal: () => Promise.reject(error),
    emit: () => Promise.reject(error),
    waits: () => Promise.reject(error),
    revive: () => Promise.reject(error),
    queuePlace: () => Promise.resolve(undefined),
    presence: () => ({ isInMemory: false }),
    subscribe: () => () => undefined,
    missed: () => Promise.reject(error),
    resume: () => Promise.reject(error),
    close: () => Promise.resolve(),
  }
}
