import { readdirSync, readFileSync } from 'node:fs'
import { parseWorkflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { describe, expect, test } from 'vitest'
import { ImportError } from '../import-result.ts'
import { importN8n } from './import-n8n.ts'

const folder = new URL('../../fixtures/n8n/', import.meta.url)
const fixtures = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? file.slice(0, -5) : []))
const catalog = createStandardCatalog()

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
}

function node(name: string, type: string, parameters: object = {}, more: object = {}) {
  return { id: name, name, type: `n8n-nodes-base.${type}`, typeVersion: 1, position: [0, 0], parameters, ...more }
}

function chain(...nodes: readonly { readonly name: string }[]) {
  const connections = Object.fromEntries(
    nodes.slice(1).map(({ name }, index) => [nodes[index]?.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]),
  )
  return { name: 'Sample', nodes, connections }
}

describe.each(fixtures)('%s', (name) => {
  const { yaml, notes } = importN8n(readFixture(name))

  test('becomes the expected file and the expected notes', async () => {
    await expect(yaml).toMatchFileSnapshot(`../../fixtures/n8n/${name}.yaml`)
    const lines = notes.map(({ severity, node: from, id, message, next }) => [severity, from ?? '', id ?? '', message, next].join(' | '))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../../fixtures/n8n/${name}.notes.txt`)
  })

  // A read of a field that the node before does not give is n8n's own undefined: a note says so.
  test('validates, with no other warning than those that notes tell of', () => {
    const parsed = parseWorkflow(yaml, catalog)
    expect(parsed.ok ? [] : parsed.problems).toEqual([])
    expect(parsed.ok ? parsed.warnings.filter(({ code }) => !['UNDECLARED_VAR', 'UNKNOWN_FIELD'].includes(code)) : []).toEqual([])
  })
})

test.each([null, 7, 'text', [], {}, { nodes: {} }, { nodes: [] }, { nodes: [1, null, 'x'] }, [{ nodes: [] }, { nodes: [] }]])(
  '%j is refused with what to do',
  (json) => {
    expect(() => importN8n(json)).toThrow(ImportError)
    expect(() => importN8n(json)).toThrow(/n8n workflow/)
  },
)

test('a type that nobody knows fails when it is reached, and is told', () => {
  const { yaml, notes } = importN8n(chain(node('Go', 'manualTrigger'), node('Post', 'slack', { channel: '#a' })))
  expect(yaml).toContain('status: failed')
  expect(notes).toMatchObject([{ severity: 'by-hand', node: 'Post', id: 'post', message: expect.stringContaining('slack') }])
})

test('retries, time limits, disabled nodes and notes are kept', () => {
  const { yaml } = importN8n(
    chain(
      node('Go', 'manualTrigger'),
      node(
        'Get',
        'httpRequest',
        { url: 'https://a.example.com', options: { timeout: 1500 } },
        { retryOnFail: true, onError: 'continueRegularOutput' },
      ),
      node('Off', 'set', {}, { disabled: true, notes: 'Not now' }),
    ),
  )
  expect(yaml).toContain('retry: { attempts: 3, delay: 1s }')
  expect(yaml).toContain('timeout: 1500ms')
  expect(yaml).toContain('onError: continue')
  expect(yaml).toContain('disabled: true')
  expect(yaml).toContain('notes: Not now')
})

test('names that are alike, empty or strange get ids of their own', () => {
  const names = ['Ärger!', 'arger', '__proto__', 'constructor', 'prototype', '', '123', '日本', 'a'.repeat(300)]
  const { yaml } = importN8n({ nodes: names.map((name) => node(name, 'set')), connections: {} })
  expect(parseWorkflow(yaml, catalog).ok).toBe(true)
  for (const id of ['arger', 'arger_2', 'proto', 'constructor_2', 'prototype_2', 'n_123', 'node'])
    expect(yaml).toMatch(new RegExp(`^ {2}${id}:`, 'm'))
})
