import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMemoryStore } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createConnectionVault } from './connection-vault.ts'
import { connectionType } from './testing/connection-types.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const values = { user: 'ada', password: 'correct horse', hosts: ['api.example.com'] }
const draft = { name: 'shop', type: 'test.basic', values }

function opened({ environment = {} as NodeJS.Dict<string>, store = createMemoryStore().connections, key = randomBytes(32) } = {}) {
  return { store, key, vault: createConnectionVault({ store, environment, connectionType, key: async () => key, now: () => 7 }) }
}

describe('a stored connection', () => {
  test('shows all but its secrets, and opens with them', async () => {
    const { vault } = opened()
    const facts = await vault.set('acme', draft)
    const { password, ...shown } = values
    expect(facts).toMatchObject({ name: 'shop', type: 'test.basic', values: shown, secrets: ['password'], origin: 'store', createdAt: 7 })
    expect(await vault.get('acme', 'shop')).toEqual(facts)
    expect((await vault.list('acme', { limit: 9 })).items).toEqual([facts])
    expect(JSON.stringify(facts)).not.toContain(password)
    expect(await vault.open('acme', 'shop')).toMatchObject({ values, revision: facts.revision })
  })

  test('is kept without any trace of the secret', async () => {
    const { vault, store } = opened()
    await vault.set('acme', draft)
    const row = JSON.stringify(await store.get('acme', 'shop'))
    for (const trace of ['correct', Buffer.from('correct horse').toString('base64url').slice(0, 10)]) expect(row).not.toContain(trace)
  })

  test('is changed value by value: what is not named stays, null takes away', async () => {
    const { vault } = opened()
    const first = await vault.set('acme', {
      name: 'db',
      type: 'test.database',
      values: { host: 'a', password: 'one', headers: { x: 'y' } },
    })
    const changed = await vault.change('acme', 'db', { host: 'b', headers: null })
    expect(changed).toMatchObject({ values: { host: 'b' }, secrets: ['password'] })
    expect(changed?.revision).not.toBe(first.revision)
    expect((await vault.open('acme', 'db'))?.values).toEqual({ host: 'b', port: 5432, password: 'one' })
    expect(await vault.change('acme', 'unknown', {})).toBeUndefined()
  })

  test('is refused when name, type or values do not fit, and says what would', async () => {
    const { vault } = opened()
    for (const name of ['', 'Shop', 'a-b', '1a', 'a'.repeat(64), '__proto__']) {
      await expect(vault.set('acme', { ...draft, name })).rejects.toMatchObject({ code: 'CONNECTION_BAD_NAME', status: 422 })
    }
    await expect(vault.set('acme', { ...draft, type: 'nope' })).rejects.toMatchObject({ code: 'CONNECTION_TYPE_UNKNOWN' })
    const wrong = { ...values, hosts: [], password: 7 }
    await expect(vault.set('acme', { ...draft, values: wrong })).rejects.toMatchObject({
      code: 'CONNECTION_INVALID',
      message: expect.stringMatching(/hosts/),
    })
    await vault.set('acme', draft)
    await expect(vault.change('acme', 'shop', { user: null })).rejects.toMatchObject({ code: 'CONNECTION_INVALID' })
  })

  test('is not created twice', async () => {
    const { vault } = opened()
    await vault.set('acme', draft, 'missing')
    await expect(vault.set('acme', draft, 'missing')).rejects.toMatchObject({ code: 'CONNECTION_EXISTS', status: 409 })
  })

  test('attack 34: does not exist for another account', async () => {
    const { vault } = opened()
    await vault.set('acme', draft)
    expect(await vault.get('globex', 'shop')).toBeUndefined()
    expect(await vault.open('globex', 'shop')).toBeUndefined()
    expect(await vault.change('globex', 'shop', { user: 'eve' })).toBeUndefined()
    expect(await vault.delete('globex', 'shop')).toBe(false)
    expect((await vault.list('globex', { limit: 9 })).items).toEqual([])
  })
})

describe('what is sealed', () => {
  test('opens only under its own account, name and field', async () => {
    const { vault, store } = opened()
    await vault.set('acme', { name: 'db', type: 'test.database', values: { host: 'a', password: 'p' } })
    const row = await store.get('acme', 'db')
    if (row === undefined) throw new Error('no row')
    const { revision, createdAt, updatedAt, ...kept } = row
    const moved = [
      { ...kept, account: 'globex' },
      { ...kept, name: 'other' },
      { ...kept, name: 'field', sealed: kept.sealed.replace('"password"', '"headers"') },
    ]
    for (const write of moved) {
      await store.put({ ...write, at: 1 })
      await expect(vault.open(write.account, write.name)).rejects.toMatchObject({ code: 'SECRETS_TAMPERED' })
    }
  })

  test('does not open with one bit changed, and does not say what it held', async () => {
    const { vault, store } = opened()
    await vault.set('acme', draft)
    const row = await store.get('acme', 'shop')
    const { dataKey, fields } = JSON.parse(row?.sealed ?? '')
    const flipped = fields.password.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A'))
    const sealed = JSON.stringify({
      dataKey,
      fields: { password: flipped.slice(0, 40) + (flipped[40] === 'x' ? 'y' : 'x') + flipped.slice(41) },
    })
    await store.put({ account: 'acme', name: 'shop', type: 'test.basic', values: {}, sealed, at: 1 })
    await expect(vault.open('acme', 'shop')).rejects.toMatchObject({
      code: 'SECRETS_TAMPERED',
      message: expect.not.stringContaining('horse'),
    })
  })

  test('under another key says which one is wanted', async () => {
    const { vault, store } = opened()
    await vault.set('acme', draft)
    await expect(opened({ store }).vault.open('acme', 'shop')).rejects.toMatchObject({ code: 'SECRETS_WRONG_KEY' })
  })
})

describe('a connection of the environment', () => {
  const variable = 'MILLRACE_CONNECTION_SHOP'
  const environment = { [variable]: JSON.stringify({ type: 'test.basic', ...values }) }

  test("is the default account's alone, and shows no secrets", async () => {
    const { vault } = opened({ environment })
    expect(await vault.get('default', 'shop')).toMatchObject({ values: { user: 'ada' }, secrets: ['password'], origin: 'environment' })
    expect(JSON.stringify(await vault.list('default', { limit: 9 }))).not.toContain('horse')
    expect((await vault.open('default', 'shop'))?.values).toEqual(values)
    expect(await vault.open('acme', 'shop')).toBeUndefined()
    expect((await vault.list('acme', { limit: 9 })).items).toEqual([])
  })

  test('cannot be written, and hides a stored one of its name', async () => {
    const store = createMemoryStore().connections
    await opened({ store }).vault.set('default', { ...draft, values: { ...values, user: 'stored' } })
    const { vault } = opened({ environment, store })
    expect((await vault.list('default', { limit: 9 })).items).toMatchObject([{ name: 'shop', origin: 'environment' }])
    const refused = { code: 'CONNECTION_IN_ENVIRONMENT', message: expect.stringContaining(variable) }
    await expect(vault.set('default', draft)).rejects.toMatchObject(refused)
    await expect(vault.change('default', 'shop', {})).rejects.toMatchObject(refused)
    await expect(vault.delete('default', 'shop')).rejects.toMatchObject(refused)
    expect(await vault.set('acme', draft)).toMatchObject({ origin: 'store' })
  })

  test('may lie in a file, and is another revision when the file is another', async () => {
    const file = join(temporaryDirectory(), 'shop.json')
    const { vault } = opened({ environment: { [`${variable}_FILE`]: file } })
    const write = (user: string) => writeFileSync(file, JSON.stringify({ type: 'test.basic', ...values, user }))
    write('ada')
    const first = await vault.open('default', 'shop')
    write('bob')
    const second = await vault.open('default', 'shop')
    expect([first?.values.user, second?.values.user]).toEqual(['ada', 'bob'])
    expect(second?.revision).not.toBe(first?.revision)
  })

  test.each([
    ['is no JSON', '{"type": "test.basic", "password": "horse'],
    ['is a list', '["horse"]'],
    ['has no type', '{"password": "horse"}'],
    ['is of a type nobody knows', '{"type": "x.y", "password": "horse"}'],
    ['has values that do not fit', '{"type": "test.basic", "password": "horse"}'],
  ])('that %s fails the step and tells nothing of it', async (_, text) => {
    const { vault } = opened({ environment: { [variable]: text } })
    await expect(vault.open('default', 'shop')).rejects.toMatchObject({ name: 'FatalError', message: expect.not.stringContaining('horse') })
  })

  test('that cannot be read is listed with the reason, and hides no other', async () => {
    const { vault } = opened({ environment: { ...environment, MILLRACE_CONNECTION_BROKEN: '{"password": "horse' } })
    const { items } = await vault.list('default', { limit: 9 })
    expect(items).toMatchObject([{ name: 'broken', problem: expect.stringContaining('MILLRACE_CONNECTION_BROKEN') }, { name: 'shop' }])
    expect(JSON.stringify(items)).not.toContain('horse')
  })

  test('of a type nobody knows shows no values at all', async () => {
    const { vault } = opened({ environment: { [variable]: '{"type": "x.y", "password": "horse"}' } })
    expect(await vault.get('default', 'shop')).toMatchObject({ values: {}, secrets: ['password'] })
  })
})
