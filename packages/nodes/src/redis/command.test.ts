import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { createClient } from '@redis/client'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { createClients, serviceHost } from '../testing/services.ts'
import { redisCommand } from './command.ts'

const { redis: started, login } = inject('services')
const server = { user: 'default', database: 0 }

describe.runIf(started)('on a real Redis', () => {
  const clients = createClients()
  const plain = serviceHost('redis', clients, server)
  afterAll(() => clients[Symbol.asyncDispose]())

  async function send(params: JsonObject, { host = plain, signal }: { host?: typeof plain; signal?: AbortSignal } = {}): Promise<Json> {
    const result = await testNode(redisCommand, { with: { connection: 'cache', ...params }, host, ...(signal && { signal }) })
    if (result.type !== 'done') throw new Error('It is done')
    return result.output
  }
  const one = (command: string, ...args: readonly Json[]) => send({ command, args })

  test('sends one command and gives out its reply', async () => {
    expect(await one('SET', 'name', "it's\r\nFLUSHALL\r\n")).toBe('OK')
    expect(await one('get', 'name')).toBe("it's\r\nFLUSHALL\r\n")
    expect(await one('GET', 'none')).toBeNull()
    expect(await one('INCRBY', 'n', 41)).toBe(41)
    expect(await one('RPUSH', 'list', 'a', 1.5, '')).toBe(3)
    expect(await one('LRANGE', 'list', 0, -1)).toEqual(['a', '1.5', ''])
    expect(await one('EVAL', 'return {KEYS[1], ARGV[1], 3}', 1, 'k', 'v')).toEqual(['k', 'v', 3])
  })

  test('keeps bytes whole both ways', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128]).toString('base64')
    await one('SET', 'bytes', { base64: bytes })
    expect(await one('GET', 'bytes')).toEqual({ base64: bytes })
    expect(await one('SET', 'umlaut', 'Zoë 🎉')).toBe('OK')
    expect(await one('GET', 'umlaut')).toBe('Zoë 🎉')
  })

  test('sends many at once, in order', async () => {
    const commands = Array.from({ length: 5000 }, (_none, index) => ['RPUSH', 'many', index])
    expect(await send({ commands })).toEqual(commands.map((_command, index) => index + 1))
    expect(
      await send({
        commands: [
          ['SET', 'a', 1],
          ['GET', 'a'],
          ['HGETALL', 'none'],
        ],
        atomic: true,
      }),
    ).toEqual(['OK', '1', {}])
    expect(
      await send({
        commands: [
          ['HSET', 'h', 'a', 1, 'b', 'x'],
          ['HGETALL', 'h'],
          ['SADD', 's', 'm'],
          ['SMEMBERS', 's'],
        ],
      }),
    ).toEqual([...[2, { a: '1', b: 'x' }, 1, ['m']]])
  })

  test('tells which command the server refuses', async () => {
    await one('SET', 'text', 'a')
    const failing = { name: 'FatalError', code: 'REDIS_FAILED', message: expect.stringContaining('INCR'), details: { code: 'ERR' } }
    await expect(one('INCR', 'text')).rejects.toMatchObject(failing)
    await expect(
      send({
        commands: [
          ['SET', 'b', 1],
          ['INCR', 'text'],
        ],
      }),
    ).rejects.toMatchObject(failing)
    await expect(
      send({
        commands: [
          ['SET', 'b', 1],
          ['INCR', 'text'],
        ],
        atomic: true,
      }),
    ).rejects.toMatchObject({ code: 'REDIS_FAILED' })
    await expect(one('LPUSH', 'text', 'b')).rejects.toMatchObject({ details: { code: 'WRONGTYPE' } })
  })

  test('a lost connection may be retried, and the next step finds the server again', async () => {
    await one('SET', 'kept', 'yes')
    const killer = await createClient({ password: login.password, socket: { host: '127.0.0.1', port: started?.port ?? 0 } }).connect()
    await killer.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'])
    killer.destroy()
    await expect.poll(() => one('GET', 'kept').catch(({ code }) => code)).toBe('yes')
  })

  test('a refused login, a wrong database and a closed port say what is wrong', async () => {
    const refused = (changed: JsonObject) => send({ command: 'PING' }, { host: serviceHost('redis', clients, { ...server, ...changed }) })
    await expect(refused({ password: 'wrong' })).rejects.toMatchObject({ name: 'FatalError', code: 'REDIS_REFUSED' })
    await expect(refused({ database: 999 })).rejects.toMatchObject({ name: 'FatalError', code: 'REDIS_REFUSED' })
    await expect(refused({ port: 1 })).rejects.toMatchObject({ name: 'RetryableError', code: 'REDIS_CONNECTION' })
  })

  test('databases are apart from each other', async () => {
    await one('SET', 'here', 1)
    expect(await send({ command: 'EXISTS', args: ['here'] }, { host: serviceHost('redis', clients, { ...server, database: 1 }) })).toBe(0)
  })

  test('an aborted step waits for nothing', async () => {
    await expect(send({ command: 'PING' }, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped')
  })

  test('refuses also a command whose name an expression has made', async () => {
    const made = testNode(redisCommand, {
      with: { connection: 'cache', commands: [['{{ input }}', 'GET', '*']] },
      input: 'config',
      host: plain,
    })
    await expect(made).rejects.toMatchObject({
      name: 'FatalError',
      code: 'BAD_PARAMS',
      message: expect.stringContaining('CONFIG is not allowed'),
    })
  })
})

test('refuses at save what waits, what changes the connection, and what administers the server', () => {
  const mistakes = (params: JsonObject) => redisCommand.checkParams({ connection: 'a', ...params }).map(({ path }) => path.join('.'))
  for (const command of ['blpop', 'SUBSCRIBE', 'CONFIG', 'SHUTDOWN', 'SELECT', 'MULTI'])
    expect(mistakes({ command }), command).toEqual(['command'])
  expect(
    mistakes({
      commands: [
        ['GET', 'a'],
        ['Debug', 'SLEEP', 9],
      ],
    }),
  ).toEqual(['commands.1.0'])
  expect(mistakes({ command: 'XREAD', args: ['BLOCK', 0, 'STREAMS', 'a', '$'] })).toEqual(['command'])
  expect(mistakes({ command: 'XREAD', args: ['STREAMS', 'BLOCK', '$'] })).toEqual([])
  expect(mistakes({})).toEqual(['command'])
  expect(mistakes({ command: 'GET', commands: [['GET', 'a']] })).toEqual(['command'])
})

test('only what is known to read reads', () => {
  expect(['get', 'DEL', 'EVAL'].map((command) => redisCommand.effectsOf?.({ command }))).toEqual(['read', 'external', 'external'])
})
