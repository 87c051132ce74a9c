import { parseWorkflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { expect, test } from 'vitest'
import { readTemplates } from './read-templates.ts'

test('every template is there, has a name, and works as it stands', () => {
  const catalog = createStandardCatalog()
  const templates = readTemplates()
  expect(templates.length).toBeGreaterThan(10)
  for (const { id, source } of templates) {
    const parsed = parseWorkflow(source, catalog)
    expect([id, parsed]).toMatchObject([id, { ok: true, workflow: { name: expect.stringMatching(/\w/) } }])
  }
})
