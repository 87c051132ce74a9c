import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { compilePlan } from '../graph/compile-plan.ts'
import { testScale } from '../testing/test-scale.ts'
import { yamlProblems } from '../yaml/yaml-problems.ts'
import { parseWorkflow } from './parse-workflow.ts'
import { documentProblems } from './problem-catalogue.ts'
import { mutateDocument, mutation } from './testing/mutate-document.ts'
import { smallCatalog } from './testing/small-catalog.ts'
import { validWorkflow } from './testing/valid-workflow.ts'
import type { Nodes } from './workflow.ts'

const runs = (cases: number) => ({ numRuns: testScale(cases) })

// In CI they run at full size.
describe('any text', { timeout: 600_000 }, () => {
  test('a valid workflow is accepted without a word', () => {
    fc.assert(
      fc.property(validWorkflow, (workflow) => {
        expect(parseWorkflow(stringify(workflow), smallCatalog)).toEqual({ ok: true, workflow, warnings: [] })
      }),
      runs(2000),
    )
  })

  test('a spoilt workflow is sound or answered with known codes at places in the text', () => {
    const asText = fc.constantFrom(JSON.stringify, (value: unknown) => stringify(value))
    fc.assert(
      fc.property(validWorkflow, fc.array(mutation, { minLength: 1, maxLength: 4 }), asText, (workflow, mutations, print) => {
        checkAnswer(print(mutateDocument(workflow, mutations)))
      }),
      runs(4_000),
    )
  })

  test('a workflow with characters lost, doubled or swapped is no different', () => {
    const slip = fc.record({
      at: fc.nat(),
      drop: fc.nat(3),
      insert: fc.constantFrom('', ' ', '\n', '{{', '}', '"', ':', '- ', '&a', '*a', '\t', 'x'),
    })
    fc.assert(
      fc.property(validWorkflow, fc.array(slip, { minLength: 1, maxLength: 4 }), (workflow, slips) => {
        let text = stringify(workflow)
        for (const { at, drop, insert } of slips) {
          const place = at % (text.length + 1)
          text = text.slice(0, place) + insert + text.slice(place + drop)
        }
        checkAnswer(text)
      }),
      runs(2500),
    )
  })

  test('any other text is no different', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), checkAnswer), runs(2000))
  })
})

function checkAnswer(source: string): void {
  const parsed = parseWorkflow(source, smallCatalog)
  for (const { code, position, message, severity } of parsed.ok ? parsed.warnings : parsed.problems) {
    expect(code in documentProblems || code in yamlProblems || code.startsWith('EXPRESSION_'), code).toBe(true)
    expect(position.offset >= 0 && position.offset <= source.length && position.line > 0 && position.column > 0).toBe(true)
    expect(message.length).toBeLessThan(700)
    if (parsed.ok) expect(severity).toBe('warning')
  }
  if (!parsed.ok) {
    expect(parsed.problems.some(({ severity }) => severity === 'error')).toBe(true)
    return
  }
  expectSound(parsed.workflow.nodes, new Set())
  // What runs workflows must be able to take it.
  compilePlan(parsed.workflow, smallCatalog)
}

/** What must hold of nodes that may run, said another way than the checks say it. */
function expectSound(nodes: Nodes, seen: Set<string>): void {
  const targets = new Map(Object.entries(nodes).map(([id, node]) => [id, targetsOf(node.next)]))
  expect(targets.size).toBeGreaterThan(0)
  for (const [id, node] of Object.entries(nodes)) {
    expect(id).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(seen.has(id)).toBe(false)
    seen.add(id)
    expect(smallCatalog.node(node.type)).toBeDefined()
    for (const target of targets.get(id) ?? []) expect(targets.has(target)).toBe(true)
  }
  // Taking away nodes without outgoing edges must take away all of them, or there is a cycle.
  for (let before = -1; before !== targets.size; ) {
    before = targets.size
    for (const [id, ends] of targets) if (ends.every((end) => !targets.has(end))) targets.delete(id)
  }
  expect([...targets.keys()]).toEqual([])
  for (const node of Object.values(nodes)) {
    for (const part of [node.nodes, node.catch, node.finally]) if (part !== undefined) expectSound(part, seen)
  }
}

function targetsOf(next: unknown): string[] {
  if (typeof next === 'string') return [next]
  return typeof next === 'object' && next !== null ? Object.values(next).flatMap(targetsOf) : []
}
