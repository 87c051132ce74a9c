import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Command } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createAgenda } from './agenda.ts'
import { createTurns, turnMs } from './turns.ts'

const command = (step: string): Command => ({ type: 'cancel-step', step })

/** Agendas whose commands take as long as they say, on one clock. */
function open() {
  let now = 0
  const done: string[] = []
  const turns = createTurns(() => now)
  return {
    done,
    agenda(name: string, msEach: number) {
      const perform = () => {
        now += msEach
        done.push(name)
      }
      return createAgenda({ turns, perform, isHere: () => true, rest: () => done.push(`${name} is done`), lastAt: () => now })
    },
  }
}

test('commands that take long leave time for the others after each', async () => {
  const { agenda, done } = open()
  const [slow, quick] = [agenda('slow', turnMs), agenda('quick', 0)]
  slow.add(['a', 'b', 'c'].map(command))
  slow.work()
  expect(done).toEqual(['slow'])
  quick.add(['a', 'b'].map(command))
  quick.work()
  await nextTurn()
  await nextTurn()
  expect(done).toEqual(['slow', 'quick', 'quick', 'quick is done', 'slow', 'slow', 'slow is done'])
})

test('where the clock stands still, very many commands leave time for the others', async () => {
  const { agenda, done } = open()
  const many = agenda('many', 0)
  many.add(Array.from({ length: 1_200 }, (_, index) => command(`s${index}`)))
  many.work()
  expect(done).toHaveLength(500)
  await nextTurn()
  await nextTurn()
  expect(done).toHaveLength(1_201)
})
