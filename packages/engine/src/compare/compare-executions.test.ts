import { expect, test } from 'vitest'
import { type ComparableExecution, type ComparableStep, compareExecutions, outputDifferences } from './compare-executions.ts'

type Timed = ComparableExecution<ComparableStep>['steps'][number]

function step(path: string, startMs: number, endMs?: number, given: Partial<ComparableStep> = {}): Timed {
  const node = path.split('.').at(-1) ?? path
  return { step: { step: path, node, status: endMs === undefined ? 'running' : 'success', port: 'next', ...given }, startMs, endMs }
}

const execution = (steps: readonly Timed[], status = 'success') => ({ status, steps })

const good = execution([
  step('is_large', 0, 1, { port: 'false' }),
  step('charge', 1, 50),
  step('each_line', 50, 200),
  step('tell', 50, 60, { output: { ok: false } }),
  step('each_line[0].ship', 60, 100, { output: [1] }),
  step('each_line[1].ship', 60, 100, { output: [1] }),
  step('pack', 100, 101),
])

test('executions that do the same are the same', () => {
  const { first, steps } = compareExecutions(good, good)
  expect([first, new Set(steps.map(({ verdict }) => verdict))]).toEqual([undefined, new Set(['same'])])
})

test('they are compared step by step, a node by its gravest, and where they part is told', () => {
  const other = execution([
    step('is_large', 0, 1, { port: 'true' }),
    step('charge', 1, 350),
    step('each_line', 50, 200),
    step('tell', 50, 60, { output: { ok: true } }),
    step('each_line[0].ship', 60, 100, { output: [1] }),
    step('apologise', 60, 61),
  ])
  const { nodes, first, steps } = compareExecutions(good, other)
  expect(Object.fromEntries(nodes)).toEqual({
    is_large: 'path-differs',
    charge: 'slower',
    each_line: 'same',
    tell: 'output-differs',
    ship: 'only-in-a',
    pack: 'only-in-a',
    apologise: 'only-in-b',
  })
  expect(first).toMatchObject({ step: 'is_large', verdict: 'path-differs' })
  expect(steps.map((one) => one.step)).toContain('each_line[1].ship')
})

test('a step that was skipped is one that nobody came to', () => {
  const other = execution([step('is_large', 0, 1, { port: 'false' }), step('charge', 1, 1, { status: 'skipped' })])
  expect(compareExecutions(good, other).nodes.get('charge')).toBe('only-in-a')
  expect(compareExecutions(other, good).nodes.get('charge')).toBe('only-in-b')
  expect(compareExecutions(other, other).first).toBeUndefined()
  expect(compareExecutions(execution([]), other).nodes.get('charge')).toBe('same')
})

test('where one of the outputs is not kept whole, that is told: they may differ all the same', () => {
  const of = (...hides: readonly string[]) => execution([step('a', 0, 1, { output: '•••', hides })])
  const isPartial = (hides: string) => compareExecutions(of(hides), of()).steps[0]?.isPartial
  expect(['output', 'data', 'input', 'logs'].map(isPartial)).toEqual([true, true, false, false])
  expect(compareExecutions(of(), of('output')).steps).toMatchObject([{ verdict: 'same', isPartial: true }])
})

test('they are told in the order of the second, with what only the first has where it stood there', () => {
  const of = (...paths: readonly string[]) => execution(paths.map((path, at) => step(path, at, at + 1)))
  const told = (a: readonly string[], b: readonly string[]) => compareExecutions(of(...a), of(...b)).steps.map((one) => one.step)
  expect(told(['x', 'y', 'z'], ['x', 'p', 'q', 'r', 'z'])).toEqual(['x', 'y', 'p', 'q', 'r', 'z'])
  expect(told(['y', 'y2', 'x'], ['p', 'x'])).toEqual(['y', 'y2', 'p', 'x'])
  expect(told(['left', 'right'], ['right', 'left'])).toEqual(['right', 'left'])
  expect(told(['x'], [])).toEqual(['x'])
})

test('a step that is a little slower, or slower by chance, is the same', () => {
  const took = (ms: number) => execution([step('a', 0, ms)])
  expect(compareExecutions(took(10), took(100)).nodes.get('a')).toBe('same')
  expect(compareExecutions(took(1000), took(1400)).nodes.get('a')).toBe('same')
  expect(compareExecutions(took(1000), took(1600)).nodes.get('a')).toBe('slower')
  expect(compareExecutions(took(1600), took(1000)).nodes.get('a')).toBe('same')
})

test('large outputs are told apart by their hash, not by the beginning that is here', () => {
  const of = (given: Partial<ComparableStep>) => execution([step('a', 0, 1, given)])
  const large = (hash: string) => of({ output: '[1,2,3', previews: { output: { hash } } })
  expect(compareExecutions(large('aa'), large('ab')).nodes.get('a')).toBe('output-differs')
  expect(compareExecutions(large('aa'), large('aa')).nodes.get('a')).toBe('same')
  expect(compareExecutions(large('aa'), of({ output: '[1,2,3' })).nodes.get('a')).toBe('output-differs')
})

test('of one that goes on, what has not ended is not compared', () => {
  const going = execution([step('is_large', 0, 1, { port: 'false' }), step('charge', 1, 50), step('each_line', 50)], 'running')
  expect([...compareExecutions(good, going).nodes.keys()]).toEqual(['is_large', 'charge'])
  expect(compareExecutions(going, good).first).toBeUndefined()
})

test('the outputs of two steps differ at these places', () => {
  const { step: a } = step('a', 0, 1, { output: { id: 1, lines: [1, 2] } })
  const { step: b } = step('a', 0, 1, { output: { id: 1, lines: [1, 3, 4] } })
  expect(outputDifferences(a, b)).toEqual([
    { path: ['lines', 1], before: 2, after: 3 },
    { path: ['lines', 2], before: undefined, after: 4 },
  ])
})
