import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseWorkflow } from '../packages/engine/src/document/parse-workflow.ts'
import { smallCatalog } from '../packages/engine/src/document/testing/small-catalog.ts'
import * as fields from '../packages/engine/src/document/workflow-fields.ts'
import { rootNames } from '../packages/engine/src/expression/root-names.ts'
import { createStandardCatalog } from '../packages/nodes/src/index.ts'

const page = readFileSync(new URL('workflow-file.md', import.meta.url), 'utf8')
const minimal = 'nodes: { example: { type: log, with: { message: hi } } }\n'

/** The YAML blocks of the page, completed to whole files, with the code of the problem they show. */
const examples = [...page.matchAll(/^```yaml(?: error=(\w+))?\n(.*?)^```$/gms)].map(([, code, text = '']) => ({
  code,
  line: page.slice(0, page.indexOf(text)).split('\n').length,
  source: `${/^id:/m.test(text) ? '' : 'id: example\n'}${text}${/^nodes:/m.test(text) ? '' : minimal}`,
}))

describe('docs/workflow-file.md', () => {
  test.each(examples)('the example at line $line is what it claims to be', ({ code, source }) => {
    for (const catalog of [smallCatalog, createStandardCatalog()]) {
      const parsed = parseWorkflow(source, catalog)
      expect(parsed.ok ? parsed.warnings : parsed.problems).toMatchObject(code === undefined ? [] : [{ code }])
    }
  })

  test('has examples', () => {
    expect(examples.length).toBeGreaterThan(10)
  })

  test.each([
    ['The top level', fields.workflowFields],
    ['Inputs', fields.inputFields],
    ['Triggers', fields.triggerFields],
    ['Nodes', fields.nodeFields],
    ['Retries and timeouts', fields.retryFields],
    ['Settings', fields.settingsFields],
  ])('"%s" describes every key, in order', (heading, table) => {
    expect(firstCells(heading)).toEqual(Object.keys(table))
  })

  test('"Expressions" describes every name, in order', () => {
    expect(firstCells('Expressions')).toEqual(rootNames)
  })
})

/** What stands in the first column of the tables under a heading. */
function firstCells(heading: string): readonly (string | undefined)[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, cell]) => cell)
}
