import { globSync, readFileSync } from 'node:fs'
import { parseYaml } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { standardSchema } from './standard-schema.ts'

const root = new URL('../../../../', import.meta.url)
const validate = new Ajv2020({
  strict: true,
  strictRequired: false,
  strictTypes: false,
  formats: { base64: true, date: true, 'date-time': true, uri: true },
  keywords: ['x-operators', 'x-control', 'x-folded'], // What the editor builds forms from; to a validator remarks.
}).compile(standardSchema())

describe('the JSON Schema with the standard types', () => {
  test.each(globSync('examples/*/*.yaml', { cwd: root, exclude: ['**/*.test.yaml'] }))('passes %s', (file) => {
    const { value } = parseYaml(readFileSync(new URL(file, root), 'utf8'))
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
  })

  test('passes every example of every node and trigger type', () => {
    const catalog = createStandardCatalog()
    const nodes = { last: { type: 'log', with: { message: 'hi' } } }
    for (const { type, scope, examples } of catalog.list()) {
      for (const { name, with: params } of examples) {
        const node = { type, with: params, ...(scope && { nodes }) }
        expect(validate({ id: 'example', nodes: { node } }), `${type}, ${name}: ${JSON.stringify(validate.errors)}`).toBe(true)
      }
    }
    for (const { type, examples } of catalog.listTriggers()) {
      for (const { name, with: params } of examples) {
        const trigger = { type, with: params }
        expect(validate({ id: 'example', triggers: { trigger }, nodes }), `${type}, ${name}: ${JSON.stringify(validate.errors)}`).toBe(true)
      }
    }
  })

  test.each([
    ['a parameter that the type does not have', { type: 'log', with: { mesage: 'hi' } }],
    ['a type that there is not', { type: 'lgo' }],
  ])('refuses %s', (_, node) => {
    expect(validate({ id: 'example', nodes: { node } })).toBe(false)
  })
})
