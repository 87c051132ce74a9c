import { parseWorkflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importN8n } from '../import-n8n.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const catalog = createStandardCatalog()

const strange = ['{{ x }}', '={{ $json.a }}', '__proto__', 'prototype', 'a.b', '', 'y'.repeat(6000), '<b>x</b>', 'null', '😀'.repeat(120)]
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...strange, 'https://a.example/{{x}}', 'https://a.example/', '["UNSEEN"]'),
)

const some = <Shape extends Record<string, fc.Arbitrary<unknown>>>(shape: Shape) => fc.record(shape, { requiredKeys: [] })
const valuesOf = (one: fc.Arbitrary<unknown>) => fc.record({ values: fc.array(one, { maxLength: 5 }) })

const field = some({
  fieldLabel: text,
  fieldName: text,
  fieldType: fc.constantFrom('text', 'dropdown', 'radio', 'checkbox', 'file', 'date', 'number', 'html', 'x'),
  requiredField: fc.boolean(),
  multiselect: fc.boolean(),
  acceptFileTypes: text,
  fieldOptions: valuesOf(some({ option: text })),
})
const answer = some({ respondWith: fc.constantFrom('text', 'redirect'), redirectUrl: text, formSubmittedText: text })
const form = some({
  formTitle: text,
  formDescription: text,
  path: text,
  authentication: fc.constantFrom('none', 'basicAuth'),
  responseMode: fc.constantFrom('lastNode', 'responseNode', 'x'),
  formFields: valuesOf(field),
  options: some({ path: text, buttonLabel: text, respondWithOptions: fc.record({ values: answer }) }),
})
const chat = some({ public: fc.boolean(), initialMessages: text, options: some({ title: text, responseMode: text }) })
const mail = some({ mailbox: text, downloadAttachments: fc.boolean(), options: some({ customEmailConfig: text }) })

const one = (type: string, parameters: fc.Arbitrary<object>) =>
  fc.record({ name: text, type: fc.constant(type), typeVersion: fc.constant(1), parameters })
const trigger = fc.oneof(
  one('n8n-nodes-base.formTrigger', form),
  one('@n8n/n8n-nodes-langchain.chatTrigger', chat),
  one('n8n-nodes-base.emailReadImap', mail),
  one('n8n-nodes-base.errorTrigger', fc.constant({})),
)

test('whatever a trigger says of itself, the file validates', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(trigger, (start) => {
      const end = { name: 'End', type: 'n8n-nodes-base.set', parameters: {} }
      const connections = Object.fromEntries([[start.name, { main: [[{ node: 'End', type: 'main', index: 0 }]] }]])
      const { yaml } = importN8n({ name: 'x', nodes: [start, end], connections })
      const parsed = parseWorkflow(yaml, catalog)
      expect(parsed.ok ? [] : parsed.problems.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([])
    }),
    { numRuns: Math.max(20, Math.round(500 * scale)) },
  )
})
