import { FatalError } from '@millrace/kit'
import { expect, test } from 'vitest'
import { createEgressPolicy } from './egress-policy.ts'

test('a range rule opens the range on every port and nothing beside it', () => {
  const policy = createEgressPolicy(['10.1.0.0/16', 'fd12::/16'])
  expect(policy.refusedRange('10.1.2.3', 80)).toBeUndefined()
  expect(policy.refusedRange('10.1.2.3', 5432)).toBeUndefined()
  expect(policy.refusedRange('fd12::5', 80)).toBeUndefined()
  expect(policy.refusedRange('10.2.0.1', 80)).toBe('private')
  expect(policy.refusedRange('fd13::5', 80)).toBe('unique local')
})

test('an IPv4 range does not open the IPv6 forms that carry it', () => {
  const policy = createEgressPolicy(['0.0.0.0/0'])
  expect(policy.refusedRange('127.0.0.1', 80)).toBeUndefined()
  expect(policy.refusedRange('::ffff:127.0.0.1', 80)).toBe('IPv4-mapped')
})

test('an address with a port opens that port only', () => {
  const policy = createEgressPolicy(['127.0.0.1:8080', '[::1]:9090'])
  expect(policy.refusedRange('127.0.0.1', 8080)).toBeUndefined()
  expect(policy.refusedRange('127.0.0.1', 80)).toBe('loopback')
  expect(policy.refusedRange('127.0.0.2', 8080)).toBe('loopback')
  expect(policy.refusedRange('::1', 9090)).toBeUndefined()
  expect(policy.refusedRange('::1', 80)).toBe('loopback')
})

test.each(['::1', '[::1]', '127.1', '0x7f000001'])('the single address %s opens itself on every port', (entry) => {
  const policy = createEgressPolicy([entry])
  expect(policy.refusedRange(entry.includes(':') ? '::1' : '127.0.0.1', 80)).toBeUndefined()
})

test('host rules ignore case, a trailing dot and how an international name is spelled', () => {
  const policy = createEgressPolicy(['DB.internal', 'bücher.internal:8080'])
  expect(policy.allowsHost('db.internal', 1)).toBe(true)
  expect(policy.allowsHost('db.internal.', 1)).toBe(true)
  expect(policy.allowsHost('evil-db.internal', 1)).toBe(false)
  expect(policy.allowsHost('db.internal.evil.test', 1)).toBe(false)
  expect(policy.allowsHost('xn--bcher-kva.internal', 8080)).toBe(true)
  expect(policy.allowsHost('xn--bcher-kva.internal', 80)).toBe(false)
})

test.each(['', '  ', 'http://db', 'a b', '*.internal', 'db:0', 'db:65536', 'user@db', '10.0.0.0/33', '10.0.0.0/', 'db:1:2'])(
  'the entry "%s" is refused with what to write',
  (entry) => {
    expect(() => createEgressPolicy([entry])).toThrow(FatalError)
    expect(() => createEgressPolicy([entry])).toThrow(/MILLRACE_EGRESS_ALLOW has an entry that cannot be read/)
  },
)
