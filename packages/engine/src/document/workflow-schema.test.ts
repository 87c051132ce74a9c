import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseYaml } from '../yaml/parse-yaml.ts'
import { validWorkflow } from './testing/valid-workflow.ts'
import { workflowSchema } from './workflow-schema.ts'

const types = {
  nodeTypes: [
    { type: 'log', params: { type: 'object', properties: { message: {} }, required: ['message'], additionalProperties: false } },
    {
      type: 'http.request',
      title: 'HTTP request',
      summary: 'Calls a URL.',
      params: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: { url: { type: 'string' }, attempts: { type: 'integer' }, tree: { $ref: '#/$defs/tree' } },
        required: ['url'],
        additionalProperties: false,
        $defs: { tree: { type: 'object', properties: { depth: { type: 'integer' }, child: { $ref: '#/$defs/tree' } } } },
      },
    },
    { type: 'loop', scope: 'loop' },
    { type: 'try', scope: 'try' },
  ],
  triggerTypes: [{ type: 'webhook', params: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] } }],
} as const

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false })
const anyTypes = ajv.compile(workflowSchema())
const withTypes = ajv.compile(workflowSchema(types))
const read = (source: string) => parseYaml(source).value

describe('the JSON Schema of the workflow file', () => {
  test('passes every valid workflow', () => {
    fc.assert(
      fc.property(validWorkflow, (workflow) => {
        expect(anyTypes(workflow), JSON.stringify(anyTypes.errors)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    [
      'a node with its parameters',
      'id: x\nnodes: { a: { type: http.request, with: { url: "https://x.test", attempts: 3 }, next: { success: [b] } }, b: { type: log, with: { message: 1 } } }',
    ],
    [
      'an expression in place of any value',
      'id: x\nnodes: { a: { type: http.request, with: { url: x, attempts: "{{ vars.n }}", tree: { child: { depth: "{{ 1 }}" } } } } }',
    ],
    ['a scope with nodes', 'id: x\nnodes: { a: { type: loop, nodes: { b: { type: log, with: { message: x } } } } }'],
    ['a trigger', 'id: x\ntriggers: { t: { type: webhook, with: { path: /x } } }\nnodes: { b: { type: log, with: { message: x } } }'],
  ])('passes %s', (_, source) => {
    expect(withTypes(read(source)), JSON.stringify(withTypes.errors)).toBe(true)
  })

  test.each([
    ['an unknown key', 'id: x\nnoodes: {}\nnodes: { a: { type: log, with: { message: 1 } } }'],
    ['no nodes', 'id: x'],
    ['empty nodes', 'id: x\nnodes: {}'],
    ['a bad id', 'id: X\nnodes: { a: { type: log, with: { message: 1 } } }'],
    ['a reserved node id', 'id: x\nnodes: { catch: { type: log, with: { message: 1 } } }'],
    ['an unknown type', 'id: x\nnodes: { a: { type: lgo } }'],
    ['missing parameters', 'id: x\nnodes: { a: { type: log } }'],
    ['an unknown parameter', 'id: x\nnodes: { a: { type: log, with: { message: 1, level: 2 } } }'],
    ['a parameter of the wrong kind', 'id: x\nnodes: { a: { type: http.request, with: { url: x, attempts: many } } }'],
    ['a wrong part deep inside', 'id: x\nnodes: { a: { type: http.request, with: { url: x, tree: { child: { depth: deep } } } } }'],
    [
      'nodes in a plain node',
      'id: x\nnodes: { a: { type: log, with: { message: 1 }, nodes: { b: { type: log, with: { message: 1 } } } } }',
    ],
    ['a scope without nodes', 'id: x\nnodes: { a: { type: loop } }'],
    [
      'a catch in a loop',
      'id: x\nnodes: { a: { type: loop, nodes: { b: { type: log, with: { message: 1 } } }, catch: { c: { type: log, with: { message: 1 } } } } }',
    ],
    ['a duration without a unit', 'id: x\nsettings: { timeout: "5" }\nnodes: { a: { type: log, with: { message: 1 } } }'],
  ])('flags %s', (_, source) => {
    expect(withTypes(read(source))).toBe(false)
  })

  test('shows types with title and summary', () => {
    const text = JSON.stringify(workflowSchema(types))
    expect(text).toContain('{"const":"http.request","title":"HTTP request","description":"Calls a URL."}')
  })
})
