import { describe, expect, test } from 'vitest'
import { nearestWord } from './nearest-word.ts'

describe('nearestWord', () => {
  test.each([
    ['nextt', ['next', 'name', 'notes'], 'next'],
    ['htpp.request', ['http.request', 'respond'], 'http.request'],
    ['foreach', ['loop', 'for-each', 'try'], 'for-each'],
    ['Timeout', ['timeout', 'type'], 'timeout'],
    ['delay', ['wait.delay', 'wait.event'], 'wait.delay'],
    ['nmae', ['notes', 'name'], 'name'],
    ['if', ['if', 'try'], 'if'],
  ])('%s of %j is %s', (word, known, nearest) => {
    expect(nearestWord(word, known)).toBe(nearest)
  })

  test.each([
    ['charge', ['ship', 'review', 'apologise']],
    ['x', ['id', 'name', 'nodes']],
    ['', ['a']],
    ['a', ['b', 'ab']],
    ['abc', []],
    ['constructor', ['name']],
  ])('%s has nothing near in %j', (word, known) => {
    expect(nearestWord(word, known)).toBeUndefined()
  })

  test('prefers fewer slips, and the first of equals', () => {
    expect(nearestWord('chargs', ['charged', 'charge', 'charga'])).toBe('charge')
  })

  test('a very long word costs nothing and has no neighbour', () => {
    expect(nearestWord('a'.repeat(1_000_000), ['a'.repeat(1_000_000)])).toBeUndefined()
  })
})
