import { expect, test } from 'vitest'
import { isJsonObject } from '../json.ts'
import type { Catalog } from './catalog.ts'
import { parseWorkflow } from './parse-workflow.ts'
import { smallCatalog } from './testing/small-catalog.ts'

const catalog: Catalog = {
  ...smallCatalog,
  trigger: (type) =>
    type !== 'poll'
      ? smallCatalog.trigger(type)
      : {
          type,
          checkParams: () => [],
          lookParams: ['node', 'items'],
          look: ({ node = null, items = null }) =>
            isJsonObject(node)
              ? {
                  nodes: { look: { ...node, next: 'read' }, read: { type: 'set', with: { values: { items } } } },
                  places: [
                    { inNodes: ['look'], inWith: ['node'] },
                    { inNodes: ['read', 'with', 'values', 'items'], inWith: ['items'] },
                  ],
                }
              : undefined,
        },
}

const problemsOf = (trigger: string) => {
  const parsed = parseWorkflow(
    `id: w\nvars: { since: 1 }\ntriggers:\n  new: { type: poll, with: ${trigger} }\nnodes:\n  a: { type: log, with: { message: x } }`,
    catalog,
  )
  return parsed.ok ? [] : parsed.problems.map(({ code, path }) => `${code} at ${path.join('.')}`)
}

test('what a trigger looks with may read its cursor, the variables and what its node gave', () => {
  const node = '{ type: http.request, with: { url: "https://x/?after={{ trigger.cursor }}&since={{ vars.since }}" } }'
  expect(problemsOf(`{ node: ${node}, items: "{{ input.items }}" }`)).toEqual([])
})

test.each([
  ['{ node: { type: http.rekwest, with: {} }, items: [] }', 'UNKNOWN_NODE_TYPE at triggers.new.with.node.type'],
  ['{ node: { type: http.request, with: { url: x, uri: x } }, items: [] }', 'UNKNOWN_PARAM at triggers.new.with.node.with.uri'],
  ['{ node: { type: log, with: { message: 1 } }, items: "{{ input. }}" }', 'EXPRESSION_SYNTAX at triggers.new.with.items'],
  ['{ node: { type: log, with: { message: 1 } }, items: "{{ vars.other }}" }', undefined],
  ['{ node: { type: log, with: { message: "{{ item }}" } }, items: [] }', 'NAME_NOT_HERE at triggers.new.with.node.with.message'],
])('a mistake in %s is told where it stands', (trigger, problem) => {
  if (problem === undefined) expect(problemsOf(trigger)).toEqual([])
  else expect(problemsOf(trigger)).toEqual([problem])
})
