import { expect, onTestFinished, test } from 'vitest'
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'

function resolving(options: Partial<GuardedFetchOptions>) {
  const guarded = createGuardedFetch({
    allow: [],
    resolve: async () => ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
    ...options,
  })
  onTestFinished(() => guarded.close())
  return guarded.resolveHost
}

test('gives an address of the name, and of an address itself', async () => {
  const resolveHost = resolving({})
  expect(await resolveHost('db.example.com', 5432)).toEqual({ address: '93.184.215.14', family: 4 })
  expect(await resolveHost('1.1.1.1', 5432)).toEqual({ address: '1.1.1.1', family: 4 })
  expect(await resolveHost('[2606:4700::1111]', 5432)).toEqual({ address: '2606:4700::1111', family: 6 })
})

test.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '[::ffff:127.0.0.1]'])('refuses the private address %s', async (host) => {
  await expect(resolving({})(host, 5432)).rejects.toMatchObject({ name: 'FatalError', code: 'EGRESS_REFUSED' })
})

test.each(['localhost', '127.1', '0x7f000001', 'db.example.com'])('refuses %s when any of its answers is private', async (host) => {
  const resolve = async () => ['93.184.215.14', '10.0.0.1']
  const error = { code: 'EGRESS_REFUSED', message: expect.not.stringContaining('10.0.0.1') }
  await expect(resolving({ resolve })(host, 5432)).rejects.toMatchObject(error)
})

test('what the operator allowed is reached: by name whatever its case, by address and port', async () => {
  const resolveHost = resolving({ allow: ['db.internal:5432', '10.0.0.0/8'], resolve: async () => ['192.168.0.7'] })
  expect(await resolveHost('DB.internal', 5432)).toEqual({ address: '192.168.0.7', family: 4 })
  expect(await resolveHost('10.1.2.3', 1)).toEqual({ address: '10.1.2.3', family: 4 })
  await expect(resolveHost('db.internal', 5433)).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
})

test('a name without an address may be tried again', async () => {
  await expect(resolving({ resolve: async () => [] })('gone.example.com', 1)).rejects.toMatchObject({ code: 'ENOTFOUND' })
})
