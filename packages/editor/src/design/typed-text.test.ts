import { expect, test } from 'vitest'
import { createTypedText } from './typed-text.ts'

/** A field whose text is kept as `write` makes of it; pauses are what the test says. */
function openField(write: (text: string) => string = (text) => text) {
  const field = { shown: '', kept: '', changes: [] as string[] }
  let pause = (): void => undefined
  const typed = createTypedText({
    show(text) {
      field.shown = text
    },
    change(text) {
      field.changes.push(text)
      keep(write(text))
    },
    later(run) {
      pause = run
      return () => {
        pause = () => undefined
      }
    },
  })
  function keep(value: string): void {
    const isNew = value !== field.kept
    field.kept = value
    // As a page does: told a moment later, and only of what is another one.
    if (isNew) arriving.push(() => typed.come(value))
  }
  const arriving: (() => void)[] = []
  const arrive = () => arriving.splice(0).forEach((come) => void come())
  return { field, ...typed, keep, arrive, pause: () => pause() }
}

test('a word is handed on once, when the typing pauses', () => {
  const { field, type, pause, arrive } = openField()
  for (const text of ['o', 'or', 'order']) type(text)
  expect(field).toMatchObject({ shown: 'order', changes: [] })
  pause()
  arrive()
  expect(field).toMatchObject({ shown: 'order', changes: ['order'] })
})

test('nothing that was typed is taken back when it is kept otherwise, neither at a pause nor while one goes on', () => {
  const { field, type, pause, arrive, leave } = openField((text) => text.trim())
  type('order ')
  pause()
  arrive()
  expect(field.shown).toBe('order ')
  type('order p')
  pause()
  type('order pa')
  arrive()
  expect(field.shown).toBe('order pa')
  pause()
  arrive()
  expect(field).toMatchObject({ shown: 'order pa', kept: 'order pa' })
  type('order pa ')
  leave()
  arrive()
  expect(field.kept).toBe('order pa')
})

test('who leaves the field sees what is kept', () => {
  const { field, type, pause, arrive, leave } = openField((text) => String(Number(text)))
  type('1.50')
  pause()
  arrive()
  expect(field.shown).toBe('1.50')
  leave()
  expect(field.shown).toBe('1.5')
  type('2.50')
  leave()
  arrive()
  expect(field).toMatchObject({ shown: '2.5', changes: ['1.50', '2.50'] })
})

test('what somebody else writes is shown, but over nothing that is being typed', () => {
  const { field, type, pause, keep, arrive } = openField()
  keep('theirs')
  arrive()
  expect(field.shown).toBe('theirs')
  type('mine')
  keep('theirs too')
  arrive()
  expect(field.shown).toBe('mine')
  pause()
  arrive()
  keep('theirs at last')
  arrive()
  expect(field.shown).toBe('theirs at last')
})

test('what somebody else has written since, or an undo, stays when one leaves the field', () => {
  const { field, type, pause, keep, arrive, leave } = openField()
  type('mine')
  pause()
  arrive()
  keep('theirs')
  arrive()
  leave()
  expect(field).toMatchObject({ shown: 'theirs', kept: 'theirs', changes: ['mine'] })
})

test('what is about to be lost is handed on at once, and not again', () => {
  const { field, type, settle, pause, leave } = openField()
  type('now')
  settle()
  pause()
  leave()
  expect(field.changes).toEqual(['now'])
})

test('what cannot be kept stays in the field, for whoever mends it', () => {
  const { field, type, pause, arrive, leave } = openField((text) => (text === 'taken' ? '' : text))
  type('taken')
  pause()
  arrive()
  leave()
  expect(field).toMatchObject({ shown: 'taken', kept: '' })
})
