import { createContext, runInContext } from 'node:vm'
import type { Catalog, NodeTypeFacts } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { convertWorkflow } from '../import-n8n.ts'
import { readCode } from './code-facts.ts'

const facts: NodeTypeFacts = { type: 'code.javascript', ports: () => ['success'], effects: 'external', checkParams: () => [] }
const standard = createStandardCatalog()
const catalog: Catalog = { ...standard, node: (type) => (type === facts.type ? facts : standard.node(type)) }

/** Imports one code node behind a webhook called In, and gives its `with`. */
function importCode(jsCode: string, parameters: object = {}) {
  const { yaml, notes } = convertWorkflow(
    {
      nodes: [
        { name: 'In', type: 'n8n-nodes-base.webhook', parameters: { path: 'x' } },
        { name: 'Work', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode, ...parameters } },
      ],
      connections: { In: { main: [[{ node: 'Work', type: 'main', index: 0 }]] } },
    },
    catalog,
  )
  return {
    written: parse(yaml).nodes.work as { readonly type: string; readonly with: { readonly code: string; readonly input: object } },
    notes,
  }
}

function run(code: string, input: object): Promise<unknown> {
  return runInContext(`(async (input) => {${code}})(${JSON.stringify(input)})`, createContext({}))
}

test.each([
  ['return { a: $json.n + 1 }', { a: 2 }],
  ['return [{ json: { a: $input.first().json.n } }]', { a: 1 }],
  ['items[0].json.more = true\nreturn items', { n: 1, more: true }],
  ['return $input.all().map(item => ({ json: { n: item.json.n * 2 } }))', { n: 2 }],
  ['return $input.all().flatMap(({ json }) => [{ json }, { json: { n: 5 } }])', [{ n: 1 }, { n: 5 }]],
  ["const list = []\nfor (const one of $('In').all()) list.push(one.json)\nreturn list", [{ n: 7 }]],
  ['return [{ json: { a: $node["In"].json.n, b: $items("In")[0].json.n } }]', { a: 7, b: 7 }],
  ['const wait = await Promise.resolve(3)\nreturn { wait }', { wait: 3 }],
  ['return [] // nothing', []],
])('%s gives what it gave', async (jsCode, expected) => {
  const { written, notes } = importCode(jsCode)
  expect(notes).toEqual([])
  expect(written.type).toBe('code.javascript')
  expect(await run(written.with.code, { items: [{ n: 1 }], nodes: { In: [{ n: 7 }] } })).toEqual(expected)
})

test('the items and the nodes that it names are handed over', () => {
  expect(importCode("return $('In').first()").written.with.input).toEqual({ items: '{{ [trigger] }}', nodes: { In: '{{ [trigger] }}' } })
})

test('what it does not find here is told', () => {
  expect(importCode("const fs = require('fs')\nreturn { home: $env.HOME }").notes).toMatchObject([
    { severity: 'by-hand', message: expect.stringMatching(/require, \$env/) },
  ])
})

test('Python is hand work', () => {
  expect(importCode('', { language: 'python', pythonCode: 'return []' }).written.type).toBe('stop')
})

test.each([
  ['return {}', 'one'],
  ['if (a) return [{}]\nreturn { b: () => { return [1, 2] } }', 'one'],
  ['return [1, 2]', 'many'],
  ['return result', 'many'],
  ['if (a) return {}\nreturn list', 'many'],
  ['return [...list]', 'many'],
  ['const x = 1', 'many'],
] as const)('%s gives %s', (text, returns) => {
  expect(readCode(text)?.returns).toBe(returns)
})
