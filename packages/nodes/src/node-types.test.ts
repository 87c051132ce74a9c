import { existsSync, globSync, readFileSync } from 'node:fs'
import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { type NodeExample, paramsSchema } from '@millrace/kit'
import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { nodeTypes } from './node-types.ts'
import { createStandardCatalog } from './standard-catalog.ts'
import { triggerTypes } from './trigger-types.ts'

const here = import.meta.dirname
const sandboxCodes = ['THREW', 'OUTPUT', 'TIMEOUT', 'STUCK', 'MEMORY', 'CRASHED', 'TOO_LARGE']
  .map((word) => `CODE_${word}`)
  .concat('SANDBOX_UNAVAILABLE')
const names = { secrets: { api_token: 'token' } }
const examples = nodeTypes.flatMap((node) => node.examples.map((example) => ({ title: `${node.type}: ${example.name}`, node, example })))
const runnable = examples.filter(({ node, example }) => node.run !== undefined && example.needs === undefined)

test('the catalog holds every type once', () => {
  expect(createStandardCatalog().nodeTypes()).toEqual(nodeTypes.map(({ type }) => type))
  expect(createStandardCatalog().triggerTypes()).toEqual(triggerTypes.map(({ type }) => type))
})

test('every file that defines a type is listed, and its path is the type', () => {
  const files = globSync('**/*.ts', { cwd: here }).filter((file) => /= define(Node|Scope)\(/.test(readFileSync(`${here}/${file}`, 'utf8')))
  expect(files.sort()).toEqual(nodeTypes.map(({ type }) => `${type.replaceAll('.', '/')}.ts`).sort())
})

test('every file that defines a trigger is listed, and its path is the type', () => {
  const files = globSync('triggers/**/*.ts', { cwd: here }).filter((file) => !file.endsWith('.test.ts'))
  expect(files.sort()).toEqual(triggerTypes.map(({ type }) => `triggers/${type.replaceAll('.', '/')}.ts`).sort())
})

test('every error code in the sources is told by a type', () => {
  const sources = globSync('**/*.ts', { cwd: here, exclude: ['**/*.test.ts', 'connections/**', 'testing/**'] }).map((file) =>
    readFileSync(`${here}/${file}`, 'utf8'),
  )
  const thrown = sources.flatMap((source) => [...source.matchAll(/Error\([^;]*?code: '([A-Z0-9_]+)'/g)].map(([, code]) => code))
  // The sandbox, the store and the disk throw these, behind the host.
  const told = nodeTypes
    .flatMap(({ errors }) => errors.map(({ code }) => code))
    .filter((code) => !sandboxCodes.includes(code) && !/^(TABLE|COLUMN|RECORD|DISK)_/.test(code))
  expect(new Set(thrown)).toEqual(new Set([...told, 'BAD_PARAMS']))
})

describe.each([...nodeTypes, ...triggerTypes].map((one) => ({ type: one.type, one })))('$type', ({ one }) => {
  test('has a test beside it', () => {
    const path = one.type.replaceAll('.', '/')
    expect(existsSync(`${here}/${'run' in one || 'group' in one ? path : `triggers/${path}`}.test.ts`)).toBe(true)
  })

  test('says what it is', () => {
    expect(one.title).toMatch(/^[A-Z][^.]{1,30}$/)
    expect(one.icon).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(one.summary).toMatch(/^[A-Z].{5,110}\.$/)
    expect(one.docs.trim()).toBe(one.docs)
    expect(one.docs.length).toBeGreaterThan(20)
  })

  test('says what each parameter is', () => {
    for (const [name, field] of Object.entries((one.params as z.ZodObject).shape)) {
      expect(z.globalRegistry.get(field), name).toMatchObject({ title: expect.any(String), description: expect.any(String) })
    }
  })

  test('has a JSON Schema for editors', () => {
    expect(paramsSchema(one)).toMatchObject({ $schema: expect.stringContaining('2020-12'), type: 'object', additionalProperties: false })
  })

  test('has examples, each with a name of its own, that its check accepts', () => {
    expect(one.examples.length).toBeGreaterThan(0)
    expect(new Set(one.examples.map(({ name }) => name)).size).toBe(one.examples.length)
    for (const example of one.examples) expect(one.checkParams(example.with), example.name).toEqual([])
  })

  test('tells an unknown parameter by the known ones', () => {
    expect(one.checkParams({ ...one.examples[0]?.with, no_such: 1 })).toContainEqual({
      path: ['no_such'],
      message: 'is not a known parameter.',
      knownKeys: Object.keys((one.params as z.ZodObject).shape),
    })
  })
})

test.each(examples)('$title: any of its values may be an expression', ({ node, example }) => {
  for (const changed of withOneExpression(example.with)) {
    if (node.literalParams?.some((name) => changed[name] !== example.with[name])) continue
    if (node.type === 'switch' && [changed.cases, changed.where].includes('{{ vars.any }}')) continue
    expect(node.checkParams(changed as JsonObject), JSON.stringify(changed)).toEqual([])
  }
})

test.each(runnable)('$title: runs as it says', async ({ node, example }) => {
  const { with: params, arrivals = {} } = example
  const host = createMemoryHost(() => 0)
  const input = example.file === undefined ? (example.input ?? null) : await host.files.write(Buffer.from(example.file, 'base64'))
  const result = await testNode(node, { with: params, input, arrivals, names, host, fetch: async () => reply(example) })
  if (result.type === 'done') expect(result.port ?? node.ports(params)[0]).toBe(example.port ?? node.ports(params)[0])
  if (!('output' in result)) return
  if (example.output !== undefined) expect(result.output).toEqual(example.output)
  expect(() => node.output?.parse(result.output)).not.toThrow()
})

test.each(nodeTypes.map((node) => ({ type: node.type, node })))('$type: what its parameters are not is refused', async ({ node }) => {
  if (Object.keys((node.params as z.ZodObject).shape).length === 0) return
  expect(node.checkParams({ no_such: 1 }).length).toBeGreaterThan(0)
  if (node.run) await expect(testNode(node, { with: { no_such: 1 } })).rejects.toMatchObject({ name: 'FatalError', code: 'BAD_PARAMS' })
})

function reply({ reply }: NodeExample): Response {
  if (!reply) throw new Error('The example calls out and has no reply')
  const { status, headers, body } = reply
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
}

/** The value with one of its parts an expression instead, in every way. */
function withOneExpression(value: Json): readonly JsonObject[] {
  return partsReplaced(value).filter(isJsonObject)
}

function partsReplaced(value: Json): readonly Json[] {
  if (Array.isArray(value)) {
    return value.flatMap((part: Json, index) => ['{{ vars.any }}', ...partsReplaced(part)].map((changed) => value.with(index, changed)))
  }
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, part]) =>
    ['{{ vars.any }}', ...partsReplaced(part)].map((changed) => ({ ...value, [key]: changed })),
  )
}
