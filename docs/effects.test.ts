import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createStandardCatalog } from '../packages/nodes/src/index.ts'

const page = readFileSync(new URL('effects.md', import.meta.url), 'utf8')
const types = createStandardCatalog().list()
const fixed = types.filter(({ scope, effectsOf }) => scope === undefined && effectsOf === undefined)

/** The names in code that the row, or sentence, beginning with these words holds. */
function namesIn(beginning: string): readonly string[] {
  const line = page.split('\n').findLast((one) => one.startsWith(beginning)) ?? ''
  return [...line.slice(beginning.length).matchAll(/`([\w.-]+)`/g)].flatMap(([, name]) => name ?? [])
}

describe('docs/effects.md', () => {
  test.each(['pure', 'read', 'idempotent', 'external'])('lists each type that is %s, in the order of the palette', (effects) => {
    const expected = fixed.filter((type) => type.effects === effects).map(({ type }) => type)
    expect(namesIn(`| \`${effects}\` |`), `| \`${effects}\` | ${expected.map(linked).join(', ')} |`).toEqual(expected)
  })

  test('names the scopes', () => {
    expect(namesIn('The scopes ')).toEqual(types.filter(({ scope }) => scope !== undefined).map(({ type }) => type))
  })

  test('says of each type whose parameters decide how they do', () => {
    const table = page.slice(page.indexOf('the parameters decide'))
    const cells = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name),
    )
    expect(cells).toEqual(types.filter(({ effectsOf }) => effectsOf !== undefined).map(({ type }) => type))
  })

  test.each([
    ['http.request', { method: 'GET' }, 'read'],
    ['http.request', { method: 'OPTIONS' }, 'read'],
    ['http.request', { method: 'PATCH' }, 'external'],
    ['postgres.query', { sql: 'select 1' }, 'read'],
    ['mysql.query', { sql: 'select 1 for update' }, 'external'],
    ['redis.command', { command: 'GET' }, 'read'],
    ['redis.command', { command: 'SET' }, 'external'],
    ['graphql.request', { query: '{ a }' }, 'read'],
    ['graphql.request', { query: 'mutation { a }' }, 'external'],
    ['email.read', { markAsRead: true }, 'idempotent'],
    ['email.read', {}, 'read'],
    ['dynamodb.put', { item: {} }, 'idempotent'],
    ['dynamodb.update', { add: { a: 1 } }, 'external'],
  ])('%s with %o is what the page says', (name, params, expected) => {
    expect(types.find(({ type }) => type === name)?.effectsOf?.(params)).toBe(expected)
  })
})

function linked(type: string): string {
  return `[\`${type}\`](nodes/${type}.md)`
}
