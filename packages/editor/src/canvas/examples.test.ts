import { globSync, readFileSync } from 'node:fs'
import { parseYaml } from '@millrace/engine'
import { expect, test } from 'vitest'
import { readCanvas } from '../model/canvas.ts'
import { copyNodes } from '../model/changes/copy-nodes.ts'
import { fileInPlace } from '../model/changes/file-in-place.ts'
import { pasteNodes } from '../model/changes/paste-nodes.ts'
import { setDisabled } from '../model/changes/set-field.ts'
import { applyPlan, draftOf } from '../model/testing/apply-plan.ts'
import { testTypes } from '../model/testing/test-types.ts'
import { createEditorStore } from './editor-store.ts'

const examples = globSync('examples/**/*.yaml', { cwd: new URL('../../../..', import.meta.url) })
  .map((path) => [path, readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')] as const)
  .filter(([, source]) => /^nodes:/m.test(source))

test('there are examples', () => expect(examples.length).toBeGreaterThan(40))

test.each(examples)('%s is taken in and given back byte for byte', (_, source) => {
  const { value } = parseYaml(source)
  const { id } = value as { readonly id: string }
  expect(fileInPlace(draftOf(`id: ${id}\nnodes: {}\n`), source)).toBe(source)

  const draft = { status: 'saved', revision: 0, source, base: 1, newest: 1, isBehind: false, problems: [] } as const
  const store = createEditorStore({ workflowId: id, source, layout: {}, types: testTypes, draft })
  const { canvas, act } = store.getState()
  const keys = canvas.nodes.flatMap(({ key, kind }) => (kind === 'trigger' ? [] : [key]))
  act('disable', (now) => setDisabled(now, keys, true))
  store.getState().undo()
  expect(store.getState().text.source).toBe(source)
})

test.each(examples)('%s is the same after all of it was copied into an empty workflow', (_, source) => {
  const draft = draftOf(source)
  const keys = readCanvas(draft.text, testTypes).nodes.map(({ key }) => key)
  const copied = copyNodes(draft, keys)
  if (!copied.ok) throw new Error(copied.reason)
  const bare = draftOf('id: bare\nnodes: {}\n')
  const { nodes, triggers } = parseYaml(source).value as { readonly nodes: unknown; readonly triggers?: unknown }
  expect(parseYaml(applyPlan(bare, pasteNodes(bare, copied.text))).value).toEqual({
    id: 'bare',
    nodes,
    ...(triggers !== undefined && { triggers }),
  })
})
