import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const canary = 'canary-2f81c6'

const workflow = (url: string) => `id: order
nodes:
  send: { type: http.request, with: { url: "${url}/orders", connection: shop } }
`

/** A server whose one workflow calls the service with the connection "shop". */
async function opened(environment: Record<string, string> = {}) {
  const service = await startHttpService(({ authorization = null }) => ({ status: 200, body: { youSent: authorization } }))
  const [workflows, dataDirectory] = [temporaryDirectory(), temporaryDirectory()]
  writeFileSync(join(workflows, 'order.yaml'), workflow(service.url))
  const millrace = await startMillrace({ workflows, dataDirectory, environment: { MILLRACE_EGRESS_ALLOW: '127.0.0.0/8', ...environment } })
  const said: string[] = []
  async function ask(args: readonly string[], input = '', more: Record<string, string> = {}) {
    const ended = await runMillrace([...args, '--server', millrace.url], { input, environment: more, directory: workflows })
    said.push(ended.out, ended.err)
    return ended
  }
  const host = new URL(service.url).host
  return { ask, dataDirectory, directory: workflows, host, millrace, said, service }
}

async function runOrder(url: string) {
  const answer = await fetch(`${url}/api/v1/workflows/order/run?wait=true`, { method: 'POST', body: '{}' })
  return answer.text()
}

describe('millrace connection', () => {
  test('makes a connection that a step uses, and its secret is nowhere to be read', async () => {
    const { ask, dataDirectory, host, millrace, said, service } = await opened()
    const made = await ask(['connection', 'set', 'shop', '--type', 'http.bearer', '--value', `hosts=${host}`], `${canary}\n`)
    expect(made).toMatchObject({ code: 0, out: '' })
    said.push(await runOrder(millrace.url))
    expect(service.calls.map(({ authorization }) => authorization)).toEqual([`Bearer ${canary}`])
    expect((await ask(['connection', 'list'])).out).toMatch(/shop +http\.bearer +store/)
    const shown = JSON.parse((await ask(['connection', 'show', 'shop', '--json'])).out)
    expect(shown).toMatchObject({ values: { hosts: [host] }, secrets: ['token'] })
    await ask(['execution', 'list', '--json'])
    expect((await millrace.end('SIGTERM')).code).toBe(0)
    said.push(readFileSync(join(dataDirectory, 'millrace.db'), 'latin1'))
    expect(said.join()).not.toContain(canary)
  })

  test('is there for a run in memory too, beside the server and after it', async () => {
    const { ask, dataDirectory, directory, host, millrace, said, service } = await opened()
    await ask(['connection', 'set', 'shop', '--type', 'http.bearer', '--value', `hosts=${host}`], `${canary}\n`)
    const environment = { MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
    const run = () => runMillrace(['run', 'order.yaml', '--in-memory', '--data-dir', dataDirectory], { directory, environment })
    const beside = await run()
    expect(beside).toMatchObject({ code: 0 })
    await millrace.end('SIGTERM')
    const after = await run()
    expect(after).toMatchObject({ code: 0 })
    expect(service.calls.map(({ authorization }) => authorization)).toEqual([`Bearer ${canary}`, `Bearer ${canary}`])
    expect([...said, beside.out, beside.err, after.out, after.err].join()).not.toContain(canary)
  })

  test('changes only what is named, and deletes', async () => {
    const { ask, host, millrace, service } = await opened()
    await ask(
      ['connection', 'set', 'shop', '--type', 'http.basic', '--value', `hosts=${host}`, '--value', 'user=ada', '--secret', 'password'],
      'one',
    )
    await ask(['connection', 'set', 'shop', '--value', 'user=bob'])
    await runOrder(millrace.url)
    await ask(['connection', 'set', 'shop', '--secret-from-env', 'password=PW'], '', { PW: 'two' })
    await runOrder(millrace.url)
    expect(service.calls.map(({ authorization = '' }) => atob(authorization.slice(6)))).toEqual(['bob:one', 'bob:two'])
    expect(await ask(['connection', 'delete', 'shop'])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
    expect((await ask(['connection', 'delete', 'shop', '--yes'])).code).toBe(0)
    expect((await ask(['connection', 'delete', 'shop'])).code).toBe(3)
    expect(await runOrder(millrace.url)).toContain('CONNECTION_MISSING')
  })

  test('a connection of another host is not sent there', async () => {
    const { ask, millrace, service } = await opened()
    await ask(['connection', 'set', 'shop', '--type', 'http.bearer', '--value', 'hosts=api.example.com'], 'token')
    expect(await runOrder(millrace.url)).toContain('CONNECTION_HOST')
    expect(service.calls).toEqual([])
  })

  test('a connection of the environment works, and cannot be changed', async () => {
    const shop = JSON.stringify({ type: 'http.bearer', token: canary, hosts: ['127.0.0.1:1'] })
    const { ask, millrace } = await opened({ MILLRACE_CONNECTION_SHOP: shop })
    expect((await ask(['connection', 'list'])).out).toMatch(/shop +http\.bearer +environment/)
    expect(await ask(['connection', 'set', 'shop', '--secret', 'token'], 'x')).toMatchObject({
      code: 1,
      err: expect.stringContaining('MILLRACE_CONNECTION_SHOP'),
    })
    expect(await runOrder(millrace.url)).toContain('CONNECTION_HOST')
  })

  test('refuses what is wrong with what to do', async () => {
    const { ask } = await opened()
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['--type', 'http.beerer'], 'Did you mean http.bearer?'],
      [['--type', 'http.bearer', '--value', 'token=x'], "stay in the shell's history"],
      [['--type', 'http.bearer', '--value', 'hots=x'], 'Did you mean hosts?'],
      [['--type', 'http.bearer', '--value', 'hosts=*'], 'hosts'],
      [['--type', 'postgres', '--value', 'port=many'], 'must be a number'],
      [['--value', 'hosts=x'], '--type'],
      [['--type', 'http.bearer', '--secret-from-env', 'token=NOT_SET'], 'NOT_SET'],
    ]
    const outcomes = await Promise.all(wrong.map(([args]) => ask(['connection', 'set', 'shop', ...args], 'x')))
    for (const [index, { code, err }] of outcomes.entries())
      expect([code === 0, err]).toEqual([false, expect.stringContaining(wrong[index]?.[1] ?? '')])
    expect((await ask(['connection', 'types'])).out).toMatch(/http\.basic +user \[password\*\] hosts/)
  })
})

test('millrace value sets, lists, gets and deletes', async () => {
  const { ask } = await opened()
  await ask(['value', 'set', 'a/b', '{"n": 1}', '--workflow', 'order'])
  await ask(['value', 'set', 'rate', '-', '--ttl', '1h'], '0.19')
  expect((await ask(['value', 'get', 'a/b', '-w', 'order'])).out).toBe('{\n  "n": 1\n}\n')
  expect((await ask(['value', 'list'])).out).toMatch(/^rate +\d{4}-\S+ \S+ +0\.19$/m)
  expect((await ask(['value', 'delete', 'rate'])).code).toBe(0)
  expect((await ask(['value', 'get', 'rate'])).code).toBe(3)
  expect(await ask(['value', 'set', 'k', 'text'])).toMatchObject({ code: 2, err: expect.stringContaining('DATA must be JSON') })
  expect(await ask(['value', 'set', 'k', '1', '--ttl', 'soon'])).toMatchObject({ code: 2, err: expect.stringContaining('--ttl') })
})

test('millrace file puts and gets any bytes, and overwrites nothing unasked', async () => {
  const { ask, directory } = await opened()
  const bytes = Buffer.from(Uint8Array.from({ length: 70_000 }, (_, index) => index % 256))
  writeFileSync(join(directory, 'a b.bin'), bytes)
  const handle = JSON.parse((await ask(['file', 'put', 'a b.bin'])).out)
  expect(handle).toMatchObject({ name: 'a b.bin', size: 70_000 })
  expect(await ask(['file', 'get', handle.fileId])).toMatchObject({ code: 1, err: expect.stringContaining('--to') })
  expect((await ask(['file', 'get', handle.fileId, '--to', 'copy'])).code).toBe(0)
  expect(readFileSync(join(directory, 'copy')).equals(bytes)).toBe(true)
  expect((await ask(['file', 'get', 'f_0'])).code).toBe(3)
  expect((await ask(['file', 'put', 'nothing'])).code).toBe(2)
})
