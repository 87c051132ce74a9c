import { expect, test } from 'vitest'
import { createTurnoverMap } from './turnover-map.ts'

test('an entry is found under its key, and no more once it is deleted', () => {
  const map = createTurnoverMap<{ readonly name: string }>()
  map.set('a', { name: 'ada' })
  map.set('b', { name: 'bob' })
  map.delete('a')
  map.delete('never there')
  expect([map.has('a'), map.get('a'), map.get('b')]).toEqual([false, undefined, { name: 'bob' }])
})

test('a key that is set again has the later value, once', () => {
  const map = createTurnoverMap<{ readonly name: string }>()
  map.set('a', { name: 'ada' })
  map.set('a', { name: 'ann' })
  expect([map.keys(), map.values()]).toEqual([['a'], [{ name: 'ann' }]])
})

test('after any number of changes it holds what a Map holds', () => {
  const map = createTurnoverMap<{ readonly at: number }>()
  const model = new Map<string, { readonly at: number }>()
  for (let at = 0; at < 5_000; at++) {
    const key = `k${(at * 7919) % 97}`
    if (at % 3 === 0) {
      map.delete(key)
      model.delete(key)
    } else {
      map.set(key, { at })
      model.set(key, { at })
    }
  }
  expect(map.keys().toSorted()).toEqual([...model.keys()].sort())
  for (const key of model.keys()) expect(map.get(key)).toEqual(model.get(key))
  expect(map.values()).toHaveLength(model.size)
})
