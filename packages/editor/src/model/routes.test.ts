import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { routeMap, writeRoutes } from './routes.ts'

const plain = ['success']
const choice = ['true', 'false']
const cases = ['cat', 'dog', 'default']
const connect = (next: fc.JsonValue | undefined, ports: readonly string[], port: string, target: string) => {
  const routes = new Map(routeMap(next as never, ports))
  return writeRoutes(next as never, ports, routes.set(port, [...(routes.get(port) ?? []), target]))
}

describe('a route is written in the words that stand there', () => {
  test('a single port needs no name', () => {
    expect(connect(undefined, plain, 'success', 'a')).toBe('a')
    expect(connect('a', plain, 'success', 'b')).toEqual(['a', 'b'])
    expect(connect({ success: 'a' }, plain, 'success', 'b')).toEqual({ success: ['a', 'b'] })
  })

  test('a bare target gets a name when another port leads on', () => {
    expect(connect('a', plain, 'error', 'sorry')).toEqual({ success: 'a', error: 'sorry' })
    expect(connect('a', choice, 'error', 'sorry')).toEqual({ default: 'a', error: 'sorry' })
    expect(connect('a', choice, 'true', 'b')).toEqual({ default: 'a', true: ['a', 'b'] })
    expect(connect('a', cases, 'error', 'sorry')).toEqual({ cat: 'a', dog: 'a', default: 'a', error: 'sorry' })
  })

  test('default goes when it would lead on a port that shall lead nowhere', () => {
    expect(writeRoutes('a', choice, new Map([['true', ['a']]]))).toEqual({ true: 'a' })
    expect(
      writeRoutes(
        { error: 'e', default: 'a' },
        choice,
        new Map([
          ['error', ['e']],
          ['false', ['a']],
        ]),
      ),
    ).toEqual({ error: 'e', false: 'a' })
  })

  test('without any, there is no next', () => {
    expect(writeRoutes('a', plain, new Map())).toBeUndefined()
    expect(writeRoutes({ error: 'a' }, plain, new Map([['error', []]]))).toBeUndefined()
  })

  test('what is written means the routes that were asked for', () => {
    const target = fc.constantFrom('a', 'b', 'c')
    const targets = fc.oneof(target, fc.uniqueArray(target, { maxLength: 3 }))
    const ports = fc.constantFrom(plain, choice, cases)
    const keys = ['success', 'true', 'false', 'cat', 'dog', 'default', 'error', 'timeout']
    const next = fc.oneof(fc.constant(undefined), targets, fc.dictionary(fc.constantFrom(...keys), targets))
    const wanted = (known: readonly string[]) =>
      fc.uniqueArray(fc.tuple(fc.constantFrom(...known, 'error', 'timeout'), fc.uniqueArray(target, { minLength: 1, maxLength: 3 })), {
        selector: ([port]) => port,
      })
    const question = ports.chain((known) => fc.tuple(fc.constant(known), next, wanted(known)))
    fc.assert(
      fc.property(question, ([known, before, routes]) => {
        const after = writeRoutes(before, known, new Map(routes))
        expect(new Map([...routeMap(after, known)].sort())).toEqual(new Map([...routes].sort()))
      }),
    )
  })
})
