import { describe, expect, test } from 'vitest'
import { mergeTexts } from './merge-texts.ts'
import { orderText } from './testing/order-text.ts'

const changed = (from: string, to: string, source = orderText) => source.replace(from, to)

describe('two that write into one text', () => {
  test('both get what they wrote', () => {
    const mine = changed('message: packed', 'message: packed well')
    const theirs = changed('timeout: 1h', 'timeout: 2h')
    expect(mergeTexts(orderText, mine, theirs)).toEqual({ ok: true, source: changed('timeout: 1h', 'timeout: 2h', mine) })
    const both = mergeTexts(orderText, changed('POST # ', 'PUT # ', orderText), theirs)
    expect(both).toEqual({ ok: true, source: theirs })
  })

  test('both may add a node at the same place', () => {
    const end = '\nsettings:'.slice(1)
    const mine = changed(end, `  mine: { type: log }\n${end}`)
    const theirs = changed(end, `  theirs: { type: log }\n${end}`)
    expect(mergeTexts(orderText, mine, theirs)).toEqual({
      ok: true,
      source: changed(end, `  theirs: { type: log }\n  mine: { type: log }\n${end}`),
    })
  })

  test('the same change of both is one', () => {
    const same = changed('message: packed', 'message: packed well')
    expect(mergeTexts(orderText, same, same)).toEqual({ ok: true, source: same })
  })

  test('what both have changed is named', () => {
    expect(
      mergeTexts(orderText, changed('https://risk.test', 'https://mine.test'), changed('https://risk.test', 'https://theirs.test')),
    ).toEqual({
      ok: false,
      reason: 'Both have changed risky.url of "guarded". Take one of them, or put them together by hand.',
      differs: [
        {
          path: ['nodes', 'guarded', 'nodes', 'risky', 'with', 'url'],
          base: 'https://risk.test',
          mine: 'https://mine.test',
          theirs: 'https://theirs.test',
        },
      ],
    })
  })

  test('who deletes what the other changes is told', () => {
    const mine = changed('message: packed', 'message: packed well')
    const theirs = changed('      pack: { type: log, with: { message: packed } }\n', '')
    expect(mergeTexts(orderText, mine, theirs)).toMatchObject({ ok: false, reason: expect.stringContaining('pack') })
  })

  test('two nodes of one id are not put together', () => {
    const end = 'settings:'
    const merged = mergeTexts(orderText, changed(end, `  x: { type: log }\n${end}`), changed(end, `  x: { type: set }\n${end}`))
    expect(merged).toMatchObject({ ok: false, differs: [{ path: ['nodes', 'x'] }] })
  })

  test('a text that is broken is put together by its lines', () => {
    expect(mergeTexts('a: 1\nb: 2\nc: 3\n', 'a: "\nb: 2\nc: 3\n', 'a: 1\nb: 2\nc: 4\n')).toEqual({ ok: true, source: 'a: "\nb: 2\nc: 4\n' })
    expect(mergeTexts('a: 1\n', 'a: "\n', 'a: 2\n')).toMatchObject({
      ok: false,
      differs: [],
      reason: expect.stringContaining('same lines'),
    })
  })
})
