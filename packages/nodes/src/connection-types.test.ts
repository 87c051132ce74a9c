import { existsSync, globSync, readFileSync } from 'node:fs'
import { isJsonObject } from '@millrace/engine'
import { connectionSchema, parseHostPattern } from '@millrace/kit'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { connectionTypes } from './connection-types.ts'
import { nodeTypes } from './node-types.ts'
import { createStandardCatalog } from './standard-catalog.ts'

const here = `${import.meta.dirname}/connections`

test('the catalog holds every type once', () => {
  expect(createStandardCatalog().listConnections()).toEqual(connectionTypes)
})

test('every file that defines a type is listed, and its path is the type', () => {
  const files = globSync('**/*.ts', { cwd: here }).filter((file) => readFileSync(`${here}/${file}`, 'utf8').includes('= defineConnection('))
  expect(files.sort()).toEqual(connectionTypes.map(({ type }) => `${type.replaceAll('.', '/')}.ts`).sort())
})

test('every type that a node takes is there', () => {
  const known = connectionTypes.map(({ type }) => type)
  for (const node of nodeTypes) for (const type of node.connections) expect(known, node.type).toContain(type)
})

describe.each(connectionTypes.map((one) => ({ type: one.type, one })))('$type', ({ one }) => {
  const shape = (one.params as z.ZodObject).shape

  test('has a test beside it', () => {
    expect(existsSync(`${here}/${one.type.replaceAll('.', '/')}.test.ts`)).toBe(true)
  })

  test('says what it is', () => {
    expect(one.title).toMatch(/^[A-Z][^.]{1,30}/)
    expect(one.icon).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(one.summary).toMatch(/^[A-Z].{5,110}\.$/)
    expect(one.docs.length).toBeGreaterThan(20)
    for (const [name, field] of Object.entries(shape)) {
      expect(z.globalRegistry.get(field), name).toMatchObject({ title: expect.any(String), description: expect.any(String) })
    }
  })

  test('keeps what must not be seen apart', () => {
    expect(one.secretFields.length).toBeGreaterThan(0)
    const looksSecret = Object.keys(shape).filter((name) => /password|secret|token$|^value$/i.test(name))
    expect(one.secretFields).toEqual(expect.arrayContaining(looksSecret))
  })

  test('has a JSON Schema for forms, with its secrets marked', () => {
    const schema = connectionSchema(one)
    expect(schema).toMatchObject({ $schema: expect.stringContaining('2020-12'), type: 'object', additionalProperties: false })
    const properties = isJsonObject(schema.properties ?? null) ? Object.entries(schema.properties as object) : []
    expect(properties.filter(([, field]) => field.secret === true).map(([name]) => name)).toEqual([...one.secretFields])
  })

  test('has examples that its schema takes', () => {
    expect(one.examples.length).toBeGreaterThan(0)
    for (const example of one.examples) expect(one.parse(example.with)).toMatchObject(example.with)
  })

  test('refuses what it does not know', () => {
    expect(() => one.parse({ ...one.examples[0]?.with, no_such: 1 })).toThrow(/no_such/)
  })

  test('names the hosts that may see its credentials, if it speaks HTTP', () => {
    expect(one.authorize === undefined).toBe(one.hosts === undefined)
    for (const example of one.examples) {
      for (const host of one.hosts?.(one.parse(example.with)) ?? []) expect(parseHostPattern(host)).toBeDefined()
    }
    if (one.hosts)
      for (const hosts of [[], ['*'], ['a/b'], 'api.example.com'])
        expect(() => one.parse({ ...one.examples[0]?.with, hosts })).toThrow(/hosts/)
  })
})
