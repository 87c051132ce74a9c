import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfiguration } from './read-configuration.ts'

const directory = '/somewhere'

describe('reading the configuration', () => {
  test('nothing is needed', () => {
    const configuration = readConfiguration({ environment: {}, directory })
    expect(configuration.port).toEqual({ value: 8577, origin: 'default' })
    expect(configuration.dataDirectory).toEqual({ value: '/somewhere/.millrace', origin: 'default' })
    expect(configuration.vars).toEqual({})
  })

  test('the command line wins over the environment, and each value knows where it came from', () => {
    const environment = { MILLRACE_PORT: '9000', MILLRACE_DATA_DIR: 'data' }
    const configuration = readConfiguration({ environment, directory, port: '9001' })
    expect(configuration.port).toEqual({ value: 9001, origin: '--port' })
    expect(configuration.dataDirectory).toEqual({ value: '/somewhere/data', origin: 'MILLRACE_DATA_DIR' })
  })

  test('a value may lie in a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'millrace-')), 'port')
    writeFileSync(file, '9002\n')
    expect(readConfiguration({ environment: { MILLRACE_PORT_FILE: file }, directory }).port).toEqual({
      value: 9002,
      origin: 'MILLRACE_PORT_FILE',
    })
  })

  test('variables become vars, and only what is on the list becomes env', () => {
    const environment = { MILLRACE_VAR_PAY_URL: 'http://pay.test', MILLRACE_ENV_ALLOW: 'LANG, NOT_SET', LANG: 'C', HOME: '/root' }
    const { vars, env } = readConfiguration({ environment, directory })
    expect(vars).toEqual({ pay_url: 'http://pay.test' })
    expect(env).toEqual({ LANG: 'C' })
  })

  test.each([
    ['MILLRACE_PORT', 'abc'],
    ['MILLRACE_PORT', '70000'],
    ['MILLRACE_PORT_FILE', '/does/not/exist'],
    ['MILLRACE_PUBLIC_URL', 'millrace.test'],
    ['MILLRACE_ENCRYPTION_KEY', 'short'],
    ['MILLRACE_ENV_ALLOW', 'MILLRACE_ENCRYPTION_KEY'],
    ['MILLRACE_ENV_ALLOW', 'MILLRACE_CONNECTION_STRIPE'],
    ['MILLRACE_MAX_EVENT_DEPTH', '0'],
    ['MILLRACE_MAX_RUNNING', '0'],
    ['MILLRACE_MAX_RUNNING', 'many'],
    ['MILLRACE_SEARCH', 'maybe'],
    ['MILLRACE_LOG', 'verbose'],
    ['MILLRACE_EGRESS_ALLOW', '10.0.0.0/8, shop internal'],
    ['MILLRACE_MAX_FILE_SIZE', 'much'],
    ['MILLRACE_MAX_FILE_SIZE', '0'],
    ['MILLRACE_REPLICA_KEEP', 'long'],
    ['MILLRACE_REPLICA_KEEP', '0s'],
    ['MILLRACE_VAR_1', 'x'],
  ])('a wrong %s stops the start and is named', (variable, value) => {
    const refusal = expect.objectContaining({ exitCode: 2, message: expect.stringContaining(variable) })
    expect(() => readConfiguration({ environment: { [variable]: value }, directory })).toThrow(refusal)
  })

  test.each([
    ['1000', 1_000],
    ['250MB', 250_000_000],
    ['1.5 GiB', 1_610_612_736],
  ])('the largest file may be given as %s', (text, bytes) => {
    expect(readConfiguration({ environment: { MILLRACE_MAX_FILE_SIZE: text }, directory }).maxFileBytes.value).toBe(bytes)
  })

  test('nothing is shipped unless a folder is named, and then it can be gone back a day', () => {
    const keep = { value: 86_400_000, origin: 'default' }
    expect(readConfiguration({ environment: {}, directory })).toMatchObject({ replica: { value: undefined }, replicaKeepMs: keep })
    const environment = { MILLRACE_REPLICA: 'other', MILLRACE_REPLICA_KEEP: '7d' }
    expect(readConfiguration({ environment, directory })).toMatchObject({
      replica: { value: '/somewhere/other', origin: 'MILLRACE_REPLICA' },
      replicaKeepMs: { value: 7 * 86_400_000, origin: 'MILLRACE_REPLICA_KEEP' },
    })
    expect(readConfiguration({ environment, directory, replica: '/mnt/replica' }).replica.value).toBe('/mnt/replica')
    expect(() => readConfiguration({ environment, directory, replica: '' })).toThrow('--replica')
  })

  test('all that is wrong is told at once', () => {
    const read = () => readConfiguration({ environment: { MILLRACE_PORT: 'abc', MILLRACE_PUBLIC_URL: 'x' }, directory })
    expect(read).toThrow(/MILLRACE_PORT.*MILLRACE_PUBLIC_URL/s)
  })
})
