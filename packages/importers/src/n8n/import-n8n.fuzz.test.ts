import { parseWorkflow } from '@millrace/engine'
import { takesLinearTime } from '@millrace/engine/testing'
import { createStandardCatalog } from '@millrace/nodes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ImportError } from '../import-result.ts'
import { importN8n } from './import-n8n.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const patienceMs = 600_000
const runs = (full: number) => ({ numRuns: Math.max(10, Math.round(full * scale)) })
const catalog = createStandardCatalog()

/** Imports it, whatever it is: the file validates, or it is refused in our words. */
function importAnything(json: unknown): void {
  let yaml: string
  try {
    ;({ yaml } = importN8n(json))
  } catch (error) {
    expect(error).toBeInstanceOf(ImportError)
    return
  }
  const parsed = parseWorkflow(yaml, catalog)
  expect(parsed.ok ? [] : parsed.problems.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([])
}

const names = ['A', 'B', 'C', '__proto__', 'constructor', 'Ä b', '']
const types =
  'webhook manualTrigger scheduleTrigger cron executeWorkflowTrigger errorTrigger formTrigger chatTrigger emailReadImap set if switch filter httpRequest code function functionItem wait respondToWebhook merge splitInBatches splitOut aggregate limit sort removeDuplicates summarize itemLists executeWorkflow stopAndError noOp stickyNote slack'.split(
    ' ',
  )
const expressions = [
  '={{ $json.a.b }}',
  '={{ $json["a b"] }} and {{ $json }}',
  "={{ $('A').item.json.x }}",
  '={{ $node["B"].json.y }}',
  "={{ $('C').all().map(item => item.json.n) }}",
  '={{ $input.first().json.a',
  '={{ }}',
  '={{ $now.plus({ days: 1 }).toISODate() }}',
  '={{ constructor.constructor("return 1")() }}',
  '={{ [1,2].forEach(x => { x }) }}',
  '=\\{{ $json.a }} \\\\',
  '{{ $json.literal }}',
  '={{ "}}" }}',
  '={{ $json.items.map(item => ({ ...item, now: $now })) }}',
]
const junk = fc.oneof(
  fc.constantFrom(...expressions),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.constant(undefined),
  fc.double(),
)
const keys =
  'values string number boolean name value type mode jsonOutput assignments fields conditions combinator leftValue rightValue operator operation rules outputKey output url method sendBody jsonBody specifyBody bodyParameters parameters headerParameters options amount unit resume dateTime respondWith responseBody path httpMethod responseMode fieldToSplitOut fieldsToAggregate batchSize jsCode functionCode workflowId rule interval field expression triggerTimes item include keepOnlySet combineBy mergeByFields formTitle formFields fieldLabel fieldType fieldOptions option buttonLabel respondWithOptions redirectUrl title initialMessages public mailbox customEmailConfig'.split(
    ' ',
  )
const parameters: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, junk, tie('map'), fc.array(tie('value'), { maxLength: 3 })),
  map: fc.dictionary(fc.constantFrom(...keys, '__proto__'), tie('value'), { maxKeys: 6 }),
})).map

const node = fc.record(
  {
    name: fc.constantFrom(...names),
    type: fc.constantFrom(...types).map((type) => `${type === 'chatTrigger' ? '@n8n/n8n-nodes-langchain' : 'n8n-nodes-base'}.${type}`),
    typeVersion: fc.constantFrom(1, 2, 3, 3.4),
    parameters,
    onError: fc.constantFrom('continueErrorOutput', 'continueRegularOutput', 'x'),
    disabled: fc.boolean(),
    executeOnce: fc.boolean(),
    retryOnFail: fc.boolean(),
    maxTries: junk,
    credentials: junk,
    notes: junk,
  },
  { requiredKeys: ['name', 'type'] },
)
const connection = fc.record({ from: fc.nat(9), output: fc.nat(3), to: fc.nat(9), index: fc.nat(2) })

test(
  'workflows that are put together at random become files that validate',
  () => {
    fc.assert(
      fc.property(
        fc.array(node, { minLength: 1, maxLength: 10 }),
        fc.array(connection, { maxLength: 16 }),
        junk,
        (nodes, edges, settings) => {
          const named = nodes.map((one, index) => ({ ...one, name: `${one.name}${index % 3 === 0 ? '' : index}` }))
          const connections: Record<string, { main: unknown[][] }> = Object.create(null)
          for (const { from, output, to, index } of edges) {
            const [source, target] = [named[from % named.length]?.name ?? '', named[to % named.length]?.name ?? '']
            connections[source] ??= { main: [] }
            const outputs = connections[source].main
            while (outputs.length <= output) outputs.push([])
            outputs[output]?.push({ node: target, type: 'main', index })
          }
          importAnything({ name: 'x', nodes: named, connections: { ...connections }, settings })
        },
      ),
      runs(1_500),
    )
  },
  patienceMs,
)

test('a node in the bodies of two loops stands in one of them', () => {
  const node = (name: string, type: string) => ({ name, type: `n8n-nodes-base.${type}` })
  const to = (...names: string[]) => ({ main: [names.map((name) => ({ node: name, type: 'main', index: 0 }))] })
  importAnything({
    nodes: [node('Shared', 'function'), node('One', 'splitInBatches'), node('Two', 'splitInBatches')],
    connections: { One: to('One', 'Shared'), Two: to('Two', 'Shared') },
  })
})

test(
  'anything else that is JSON is refused or converted, and never breaks',
  () => {
    const shape = fc.record(
      { nodes: fc.array(fc.oneof(junk, node)), connections: junk, settings: junk, pinData: junk, name: junk },
      { requiredKeys: [] },
    )
    fc.assert(fc.property(fc.oneof(shape, fc.jsonValue()), importAnything), runs(1_500))
  },
  patienceMs,
)

const large: readonly (readonly [string, number, (size: number) => unknown])[] = [
  [
    'ten megabytes of pinned data',
    100_000,
    (items) => ({
      nodes: [{ name: 'A', type: 'n8n-nodes-base.set' }],
      connections: {},
      pinData: { A: Array.from({ length: items }, (_, id) => ({ json: { id, text: 'x'.repeat(80) } })) },
    }),
  ],
  [
    'two megabytes of code',
    1_000_000,
    (elements) => ({
      nodes: [{ name: 'A', type: 'n8n-nodes-base.code', parameters: { jsCode: `return [${'1,'.repeat(elements)}]` } }],
      connections: {},
    }),
  ],
  ['brackets without end', 5_000, (depth) => withValue(`={{ ${'('.repeat(depth)}1${')'.repeat(depth)} }}`)],
  ['a text with many expressions', 5_000, (expressions) => withValue(`=${'{{ $json.a }} '.repeat(expressions)}`)],
  [
    'many nodes that are all joined',
    8_400,
    (edges) => {
      const all = Array.from({ length: Math.sqrt(2 * edges) }, (_, index) => `N${index}`)
      return {
        nodes: all.map((name, index) => ({ name, type: `n8n-nodes-base.${index % 3 === 0 ? 'noOp' : index % 3 === 1 ? 'merge' : 'set'}` })),
        connections: Object.fromEntries(
          all.map((name, index) => [name, { main: [all.slice(index + 1).map((to) => ({ node: to, type: 'main', index: 0 }))] }]),
        ),
      }
    },
  ],
  [
    'a long chain',
    2_000,
    (length) => {
      const all = Array.from({ length }, (_, index) => `N${index}`)
      return {
        nodes: all.map((name, index) => ({ name, type: `n8n-nodes-base.${index % 7 === 0 ? 'if' : 'set'}` })),
        connections: Object.fromEntries(
          all.slice(1).map((name, index) => [all[index] ?? '', { main: [[{ node: name, type: 'main', index: 0 }]] }]),
        ),
      }
    },
  ],
]

test.each(large)('%s is no trouble: it takes linear time', async (_, size, make) => {
  await takesLinearTime(size, (part) => importAnything(make(part)))
})

function withValue(value: string): unknown {
  const parameters = { assignments: { assignments: [{ name: 'a', value }] } }
  return { nodes: [{ name: 'A', type: 'n8n-nodes-base.set', parameters }], connections: {} }
}
