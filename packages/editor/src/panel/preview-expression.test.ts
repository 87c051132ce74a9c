import { expect, test } from 'vitest'
import { emptyScope } from '../model/example-scope.ts'
import { previewExpression } from './preview-expression.ts'

const some = { names: { trigger: { body: { id: 7 } }, nodes: {} }, nodes: { ask: { output: 1 } } }

test.each([
  ['{{ trigger.body.id + 1 }}', { status: 'value', value: 8 }],
  ['{{ trigger. }}', { status: 'mistake' }],
  ['{{ item.sku }}', { status: 'unknown', message: 'No value yet: "item" is known once the workflow has run.' }],
  ['to {{ nodes.tell.output }}', { status: 'unknown', message: 'No value yet: node "tell" has not run.' }],
  ['{{ foo.bar }}', { status: 'unknown', message: 'There is no foo here: the names here are trigger, nodes' }],
])('%s is previewed, or says why it cannot be', (text, preview) => {
  expect(previewExpression(text, some)).toMatchObject(preview)
})

test('before the first run, nothing is called wrong that is not', () => {
  expect(previewExpression('{{ trigger.body.id }}', emptyScope)).toEqual({
    status: 'unknown',
    message: 'No value yet: "trigger" is known once the workflow has run.',
  })
})
