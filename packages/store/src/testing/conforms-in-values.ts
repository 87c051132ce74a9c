import type { ExecutionEvent, Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import { largeValueBytes } from '../large-parts.ts'
import { account, append, commitOne, create, events, execution, fill, otherAccount, stepSucceeded } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const oddities: readonly (readonly [string, Json])[] = [
  ['the empty ones', ['', [], {}, null, false, 0, [[]], [{}]]],
  ['numbers at the edges', [1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 53) - 2, 0.1 + 0.2, 1e21, 123456789012345680000]],
  ['unicode', ['ä', '日本語', '👩‍👩‍👧‍👦', 'e\u0301', '\u202e', '\ufeff', '\uffff', '\u2028\u2029']],
  ['control characters and quotes', ['\u0000', 'a\u0000b', '\n\r\t\b\f', '"\\\'', '\u001f\u007f\u0080']],
  ['lone surrogates', ['\ud800', 'x\udc00', '\udc00\ud800']],
  ['odd keys', JSON.parse('{"": 1, "__proto__": {"x": 1}, "constructor": 2, "a.b": 3, "\\u0000": 4, "10": 5, "2": 6}')],
  ['what looks like a reference', { $ref: 'ab', hash: '0'.repeat(64), blob: '0'.repeat(64), event: 0, field: 'output', large: true }],
  ['a thousand levels', JSON.parse(`${'[{"a":'.repeat(500)}1${'}]'.repeat(500)}`)],
]

/** Text that does not compress away and is longer than the limit as JSON. */
function largeText(seed: number, length = largeValueBytes + 1): string {
  let state = seed
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return String.fromCharCode(32 + (state % 90))
  }).join('')
}

const attempt = { at: 2, step: 's', attempt: 1, startedAt: 1 } as const

/** Each field that may hold a user's data, filled with something large. */
function largeEverywhere(large: Json): readonly ExecutionEvent[] {
  const logs = [{ at: 1, level: 'info', message: 'm', data: large }] as const
  return [
    {
      type: 'execution-started',
      at: 1,
      executionId: 'a',
      workflow: { id: 'w', version: 1 },
      trigger: { id: 't', type: 'webhook', data: { body: large } },
      inputs: { order: large },
      vars: { v: large },
      env: { e: large },
    },
    {
      ...attempt,
      type: 'step-succeeded',
      port: 'success',
      input: large,
      output: large,
      logs,
      response: { status: 200, headers: {}, body: large },
    },
    {
      ...attempt,
      type: 'step-failed',
      input: large,
      random: 0.5,
      error: { code: 'X', class: 'fatal', message: 'm', details: large, stack: 'x' },
    },
    { ...attempt, type: 'step-waiting', wait: { type: 'time', until: 9, output: large } },
    stepSucceeded('small', 'beside large ones'),
  ]
}

export function conformsInValues(open: OpenStore): void {
  for (const [name, value] of oddities) {
    test(
      `reads back ${name}`,
      withStore(open, async (store) => {
        const padded = [stepSucceeded('small', value), stepSucceeded('large', [value, largeText(1)])]
        await commitOne(store, create(execution('a'), padded))
        expect(JSON.stringify(await store.executions.log(account, 'a'))).toBe(JSON.stringify(padded))
        expect(await store.executions.log(account, 'a')).toStrictEqual(padded)
      }),
    )
  }

  test(
    'keeps -0 as 0, as JSON does',
    withStore(open, async (store) => {
      await commitOne(store, create(execution('a'), [stepSucceeded('s', -0)]))
      expect(await store.executions.log(account, 'a')).toStrictEqual([stepSucceeded('s', 0)])
    }),
  )

  test(
    'reads back large values in every field, in the log and in the feed',
    withStore(open, async (store, { reopen }) => {
      const large = largeEverywhere({ text: largeText(2), more: [largeText(3, 1_000)] })
      const outcome = await commitOne(store, create(execution('a'), large))
      const again = reopen === undefined ? store : await reopen()
      expect(await again.executions.log(account, 'a')).toStrictEqual(large)
      const [chunk] = await again.executions.feed(account, 0, 10)
      expect(chunk).toStrictEqual({ position: outcome.type === 'written' && outcome.position, executionId: 'a', after: 0, events: large })
    }),
  )

  test(
    'keeps values of a few bytes around the limit',
    withStore(open, async (store) => {
      const sizes = [-3, -2, -1, 0, 1, 2, 3].map((more) => stepSucceeded(`s${more}`, 'é'.repeat(largeValueBytes / 2 + more)))
      await commitOne(store, create(execution('a'), sizes))
      expect(await store.executions.log(account, 'a')).toStrictEqual(sizes)
    }),
  )

  test(
    'keeps the same large value for two accounts, each for itself',
    withStore(open, async (store) => {
      const large = [stepSucceeded('s', largeText(4))]
      await store.executions.commit([
        create(execution('a'), large),
        create(execution('b'), large),
        create(execution('a', { account: otherAccount }), large),
      ])
      for (const owner of [account, otherAccount]) expect(await store.executions.log(owner, 'a')).toStrictEqual(large)
      expect(await store.executions.log(account, 'b')).toStrictEqual(large)
    }),
  )

  test(
    'gives back copies: changing what was given or read changes nothing',
    withStore(open, async (store) => {
      const output = { list: [1] }
      const error = { code: 'X', class: 'fatal', message: 'm', details: { list: [1] } } as const
      await commitOne(store, create(execution('a', { error }), [stepSucceeded('s', output)]))
      output.list.push(2)
      const read = await store.executions.log(account, 'a')
      Object.assign(read[0] ?? {}, { step: 'changed' })
      Object.assign((await store.executions.get(account, 'a'))?.error ?? {}, { code: 'changed' })
      expect(await store.executions.log(account, 'a')).toStrictEqual([stepSucceeded('s', { list: [1] })])
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a', { error }))
    }),
  )

  test(
    'refuses only the write whose value cannot be stored',
    withStore(open, async (store) => {
      const tooDeep: Json = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)
      await fill(store, [execution('a'), execution('b')])
      const outcomes = await store.executions.commit([
        append('a', { events: [stepSucceeded('s', tooDeep)], patch: { status: 'failed' } }),
        append('b', { events: events(1) }),
        create(execution('c'), [stepSucceeded('s', tooDeep)]),
        append('a', { patch: { error: { code: 'X', class: 'fatal', message: 'm', details: tooDeep } } }),
      ])
      const unwritable = { type: 'unwritable', error: { code: 'VALUE_UNWRITABLE' } }
      expect(outcomes).toMatchObject([unwritable, { type: 'written' }, unwritable, unwritable])
      expect(await store.executions.get(account, 'a')).toStrictEqual(execution('a'))
      expect(await store.executions.log(account, 'a')).toEqual([])
      expect(await store.executions.log(account, 'b')).toHaveLength(1)
      expect(await store.executions.get(account, 'c')).toBeUndefined()
    }),
  )
}
