import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './create-catalog.ts'
import { defineNode } from './define-node.ts'
import { defineTrigger } from './define-trigger.ts'
import { done } from './node-result.ts'
import { schemaTypes } from './schema-types.ts'

test('the types of a registry come with titles, summaries and the schemas of their parameters', () => {
  const facts = {
    title: 'Greet',
    icon: 'hand',
    summary: 'Says hello.',
    docs: '',
    examples: [],
    params: z.strictObject({ name: z.string() }),
  }
  const greet = defineNode({ ...facts, type: 'greet', group: 'data', effects: 'pure', run: () => done(null) })
  const bell = defineTrigger({ ...facts, type: 'bell' })
  const shown = {
    title: 'Greet',
    summary: 'Says hello.',
    params: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false },
  }
  const { nodeTypes, triggerTypes } = schemaTypes(createCatalog([greet], [bell]))
  expect(nodeTypes).toMatchObject([{ type: 'greet', ...shown }])
  expect(triggerTypes).toMatchObject([{ type: 'bell', ...shown }])
})
