import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyHistory, type History, rebaseHistory, record, redo, restoreHistory, undo } from './history.ts'

/** Each text a second after the one before it, unless a time is given. */
const typed = (texts: readonly string[], group?: string, stepMs = 2000): History =>
  texts
    .slice(1)
    .reduce<History>(
      (history, to, index) =>
        record(history, { label: `step ${index}`, at: index * stepMs, from: texts[index] ?? '', to, ...(group && { group }) }),
      emptyHistory,
    )

describe('the history', () => {
  test('goes back and forth', () => {
    const history = typed(['a\n', 'a\nb\n', 'b\n'])
    const back = undo(history, 'b\n')
    expect(back).toMatchObject({ source: 'a\nb\n', label: 'step 1' })
    expect(redo(back?.history ?? emptyHistory, 'a\nb\n')).toMatchObject({ source: 'b\n' })
    expect(redo(history, 'b\n')).toBeUndefined()
  })

  test('forgets what was undone when something else is done', () => {
    const back = undo(typed(['a\n', 'b\n']), 'b\n')
    expect(record(back?.history ?? emptyHistory, { label: 'x', at: 0, from: 'a\n', to: 'c\n' }).future).toEqual([])
  })

  test('holds what is typed without a pause as one step', () => {
    const texts = ['', 'h', 'he', 'hel', 'hell', 'hello']
    expect(typed(texts, 'text', 300).past).toHaveLength(1)
    expect(undo(typed(texts, 'text', 300), 'hello')?.source).toBe('')
    expect(typed(texts, 'text', 1500).past).toHaveLength(5)
    expect(typed(texts, undefined, 300).past).toHaveLength(5)
  })

  test('has 200 steps', () => {
    const texts = Array.from({ length: 250 }, (_, index) => `${index}\n`)
    expect(typed(texts).past).toHaveLength(200)
  })

  test('undoes nothing in a text that is another', () => {
    expect(undo(typed(['a\n', 'b\n']), 'x\n')).toBeUndefined()
  })

  test('survives a reload, and whatever else was kept', () => {
    const history = typed(['a\n', 'b\n', 'c\n'])
    expect(restoreHistory(JSON.parse(JSON.stringify(history)))).toEqual(history)
    for (const kept of [null, 3, {}, { past: [{}], future: [] }, { past: [], future: [{ label: 'x', at: 0, edits: [{ offset: '0' }] }] }])
      expect(restoreHistory(kept)).toEqual(emptyHistory)
  })
})

describe('a step that moves something', () => {
  const moved = (history: History, at: number, x: number): History =>
    record(history, { label: 'move a', at, from: 'a\n', to: 'a\n', layout: { before: place(x - 8), after: place(x) } })
  const place = (x: number) => ({ nodes: { a: { x, y: 0 } } })

  test('stands in one order with those of the text', () => {
    const typedFirst = record(emptyHistory, { label: 'typing', at: 0, from: '', to: 'a\n' })
    const history = record(moved(typedFirst, 5000, 8), { label: 'typing', at: 9000, from: 'a\n', to: 'b\n' })
    const text = undo(history, 'b\n', place(8))
    expect(text).toMatchObject({ source: 'a\n', layout: place(8) })
    const back = undo(text?.history ?? emptyHistory, 'a\n', place(8))
    expect(back).toMatchObject({ source: 'a\n', layout: place(0), label: 'move a', isHeld: false })
    expect(redo(back?.history ?? emptyHistory, 'a\n', place(0))?.layout).toEqual(place(8))
  })

  test('is over when somebody else has moved the same, and holds up nothing', () => {
    const back = undo(moved(moved(emptyHistory, 0, 8), 5000, 16), 'a\n', place(99))
    expect(back).toMatchObject({ layout: place(99), isHeld: true })
    expect(back?.history.past).toHaveLength(1)
  })

  test('stays when somebody else writes, and survives a reload', () => {
    const history = moved(emptyHistory, 0, 8)
    expect(rebaseHistory(history, 'a\n', 'his\na\n').past).toEqual(history.past)
    expect(restoreHistory(JSON.parse(JSON.stringify(history)))).toEqual(history)
    for (const layout of [3, {}, { before: {}, after: { nodes: 3 } }, { before: { other: {} }, after: {} }])
      expect(restoreHistory({ past: [{ label: 'x', at: 0, edits: [], layout }], future: [] })).toEqual(emptyHistory)
  })
})

describe('when somebody else has written into the text', () => {
  test('ours is undone, and his stays', () => {
    const history = typed(['a\nb\nc\n', 'A\nb\nc\n', 'A\nb\nC\n'])
    const rebased = rebaseHistory(history, 'A\nb\nC\n', 'A\nhis\nb\nC\n')
    const once = undo(rebased, 'A\nhis\nb\nC\n')
    expect(once?.source).toBe('A\nhis\nb\nc\n')
    expect(undo(once?.history ?? emptyHistory, once?.source ?? '')?.source).toBe('a\nhis\nb\nc\n')
  })

  test('undo ends where he has changed the same', () => {
    const history = typed(['a\nb\nc\n', 'A\nb\nc\n', 'A\nb\nC\n'])
    const rebased = rebaseHistory(history, 'A\nb\nC\n', 'his\nb\nC\n')
    expect(rebased.past).toHaveLength(1)
    expect(undo(rebased, 'his\nb\nC\n')?.source).toBe('his\nb\nc\n')
  })

  test('every step that is left can be undone, and leaves his lines', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const text = fc.uniqueArray(line, { maxLength: 5 }).map((lines) => lines.map((one) => `${one}\n`).join(''))
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), fc.nat(5), (texts, at) => {
        const last = texts.at(-1) ?? ''
        const lines = last.split('\n')
        const his = [...lines.slice(0, at % lines.length), 'his', ...lines.slice(at % lines.length)].join('\n')
        let current = his
        let history = rebaseHistory(typed(texts), last, his)
        while (history.past.length > 0) {
          const back = undo(history, current)
          expect(back).toBeDefined()
          ;({ history, source: current } = back ?? { history: emptyHistory, source: '' })
          expect(current.split('\n')).toContain('his')
        }
      }),
    )
  })
})
