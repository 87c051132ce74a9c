import type { StepChange } from '@millrace/engine'
import { takesLinearTime } from '@millrace/engine/testing'
import { describe, expect, test } from 'vitest'
import type { Output } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { createLiveFrame } from './live-frame.ts'
import { plainLines } from './plain-lines.ts'
import { createStepTree, labelsOf } from './step-tree.ts'
import { treeLines } from './tree-lines.ts'

const paint = createPaint({ usesColor: false })

function change(step: string, status: StepChange['status'], more: Partial<StepChange> = {}): StepChange {
  return { step, node: step, type: 'set', status, at: 0, ...more }
}

function linesOf(
  changes: readonly StepChange[],
  canvas: { readonly rows?: number; readonly columns?: number; readonly now?: number } = {},
) {
  const tree = createStepTree()
  for (const one of changes) tree.apply(one)
  return treeLines(tree.root, { paint, columns: 100, rows: 100, now: 0, ...canvas })
}

const error = { code: 'HTTP_STATUS', class: 'retryable', message: 'It answered\nwith 503.' } as const

describe('the tree of steps', () => {
  test('takes step paths apart', () => {
    expect(labelsOf('each[3].guard.catch.tell')).toEqual(['each', '[3]', 'guard', 'catch', 'tell'])
  })

  test('shows status, name, duration and what there is to say', () => {
    expect(
      linesOf(
        [
          change('ask', 'running'),
          change('ask', 'success', { at: 1200, port: 'true' }),
          change('other', 'skipped', { reason: 'ask left by true' }),
          change('call', 'running', { at: 1200 }),
          change('call', 'retrying', { at: 1300, until: 3300, attempt: 1, error }),
          change('pay', 'failed', { at: 1300, error }),
        ],
        { now: 2300 },
      ),
    ).toEqual([
      '✓ success    ask      1.2 s  → true',
      '○ skipped    other           ask left by true',
      '↻ retrying   call     1.1 s  attempt 2 in 1.0 s: HTTP_STATUS: It answered with 503.',
      '✗ failed     pay       0 ms  HTTP_STATUS: It answered with 503.',
    ])
  })

  test('puts what is inside a scope below it, and one step of an iteration beside its number', () => {
    expect(
      linesOf([
        change('each', 'running'),
        change('each[0].ship', 'success'),
        change('each[1].pack', 'success'),
        change('each[1].ship', 'running'),
      ]),
    ).toEqual([
      '● running    each           0 ms',
      '✓ success      [0] ship     0 ms',
      '● running      [1]',
      '✓ success        pack       0 ms',
      '● running        ship       0 ms',
    ])
  })

  test('of many iterations shows what runs and what failed, and counts the rest', () => {
    const changes = Array.from({ length: 10_000 }, (_, index) => change(`each[${index}].ship`, index === 7 ? 'failed' : 'success'))
    const lines = linesOf([change('each', 'running'), ...changes, change('each[10000].ship', 'running')])
    expect(lines).toHaveLength(5)
    expect(lines.join('\n')).toMatch(/\[7\] ship.*\n.*\[9999\] ship.*\n.*\[10000\] ship.*\n.*… and 9998 more: 9998 success/)
  })

  test('is cut to the rows there are: what has settled gives way first', () => {
    const changes = [...Array.from({ length: 20 }, (_, index) => change(`s${index}`, 'success')), change('last', 'running')]
    const lines = linesOf(changes, { rows: 5 })
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain('… 17 earlier steps')
    expect(lines.at(-1)).toContain('● running    last')
  })

  test('has no line wider than the canvas', () => {
    for (const line of linesOf([change('a', 'failed', { error: { ...error, message: 'x'.repeat(500) } })], { columns: 30 })) {
      expect(line.length).toBeLessThanOrEqual(30)
    }
  })
})

describe('plain lines', () => {
  test('leave out a start whose end comes with it, and tell one whose end does not', () => {
    const write = plainLines(paint)
    expect(write([change('a', 'running'), change('a', 'success', { at: 3 }), change('b', 'running', { at: 3 })])).toEqual([
      '✓ success    a  3 ms',
      '● running    b',
    ])
    expect(write([change('b', 'success', { at: 2003, attempt: 2 })])).toEqual(['✓ success    b  2.0 s  2 attempts'])
  })

  test('take linear time for many iterations', async () => {
    await takesLinearTime(20_000, (iterations) => {
      const write = plainLines(paint)
      for (let index = 0; index < iterations; index++) write([change(`each[${index}].ship`, 'success')])
    })
  })
})

describe('a live frame', () => {
  function terminal(columns: number) {
    const writes: string[] = []
    const output: Output = {
      isTerminal: true,
      usesColor: false,
      size: () => ({ columns, rows: 24 }),
      write: (text) => void writes.push(text),
      flushed: async () => undefined,
      onResize: () => () => undefined,
    }
    return { output, writes }
  }

  test('is drawn over in one write, without clearing the screen first', () => {
    const { output, writes } = terminal(80)
    const frame = createLiveFrame(output)
    frame.draw(['a', 'b'])
    frame.draw(['c'])
    expect(writes).toHaveLength(2)
    expect(writes[1]).toContain('\u001b[2A\rc\u001b[K\n\u001b[J')
  })

  test('goes back over lines that a narrower terminal has wrapped', () => {
    const { output, writes } = terminal(4)
    const frame = createLiveFrame(output)
    frame.draw(['abcdefgh', 'b'])
    frame.draw(['c'])
    expect(writes[1]).toContain('\u001b[3A')
  })

  test('hides the cursor while it is drawn, and shows it at the end', () => {
    const { output, writes } = terminal(80)
    const frame = createLiveFrame(output)
    frame.draw(['a'])
    frame.finish(['b'])
    expect(writes[0]).toContain('\u001b[?25l')
    expect(writes[1]).toContain('\u001b[?25h')
  })
})
