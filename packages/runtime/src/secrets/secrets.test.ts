import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { FatalError } from '@millrace/kit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSecrets } from './secrets.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-secrets-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

const secretsFile = () => join(directory, 'secrets.json')
const keyFile = () => join(directory, 'encryption.key')

/** A fresh view of the same directory, as after a restart. */
const reopened = (environment: Record<string, string | undefined> = {}) => createSecrets({ environment, directory })

async function failureOf(promise: Promise<unknown>): Promise<FatalError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof FatalError)) throw new Error(`expected a FatalError, got ${String(error)}`, { cause: error })
  return error
}

/** Changes the file as somebody with an editor would. */
async function tamper(edit: (accounts: Record<string, { dataKey: string; secrets: Record<string, string> }>) => void) {
  const document = JSON.parse(await readFile(secretsFile(), 'utf8'))
  edit(document.accounts)
  await writeFile(secretsFile(), JSON.stringify(document))
}

describe('from the environment', () => {
  test('a variable is a secret of the default account only', async () => {
    const secrets = createSecrets({ environment: { MILLRACE_SECRET_API_KEY: 'abc', MILLRACE_PORT: '1', MILLRACE_SECRET_EMPTY: '' } })
    expect(await secrets.get('default', 'API_KEY')).toBe('abc')
    expect(await secrets.get('default', 'EMPTY')).toBeUndefined()
    expect(await secrets.get('default', 'api_key')).toBeUndefined()
    expect(await secrets.get('other', 'API_KEY')).toBeUndefined()
    expect(await secrets.list('default')).toEqual([{ name: 'API_KEY', origin: 'environment' }])
    expect(await secrets.list('other')).toEqual([])
  })

  test('a _FILE variable names the file that holds it, read anew each time, its last line break left off', async () => {
    const path = join(directory, 'mounted')
    await writeFile(path, 'line one\nline two\n')
    const secrets = createSecrets({ environment: { MILLRACE_SECRET_PEM_FILE: path } })
    expect(await secrets.list('default')).toEqual([{ name: 'PEM', origin: 'environment' }])
    expect(await secrets.get('default', 'PEM')).toBe('line one\nline two')
    await writeFile(path, 'rotated')
    expect(await secrets.get('default', 'PEM')).toBe('rotated')
  })

  test('a _FILE that cannot be read says which variable', async () => {
    const secrets = createSecrets({ environment: { MILLRACE_SECRET_PEM_FILE: join(directory, 'absent') } })
    const error = await failureOf(secrets.get('default', 'PEM'))
    expect(error).toMatchObject({ code: 'SECRETS_FILE_UNREADABLE' })
    expect(error.message).toContain('MILLRACE_SECRET_PEM_FILE')
  })

  test('a secret of the environment is neither set nor deleted here', async () => {
    const secrets = reopened({ MILLRACE_SECRET_A: 'x' })
    expect(await failureOf(secrets.set('default', 'A', 'y'))).toMatchObject({ code: 'SECRET_IN_ENVIRONMENT' })
    expect(await failureOf(secrets.delete('default', 'A'))).toMatchObject({ code: 'SECRET_IN_ENVIRONMENT' })
    await secrets.set('other', 'A', 'z')
    expect(await secrets.get('other', 'A')).toBe('z')
  })

  test('the environment wins over the file', async () => {
    await reopened().set('default', 'A', 'from the file')
    const secrets = reopened({ MILLRACE_SECRET_A: 'from the environment' })
    expect(await secrets.get('default', 'A')).toBe('from the environment')
    expect(await secrets.list('default')).toEqual([{ name: 'A', origin: 'environment' }])
  })

  test('without a directory nothing can be set', async () => {
    expect(await failureOf(createSecrets({ environment: {} }).set('default', 'A', 'x'))).toMatchObject({ code: 'SECRETS_READ_ONLY' })
    expect(await createSecrets({ environment: {} }).delete('default', 'A')).toBe(false)
  })
})

describe('in the file', () => {
  test('what was set is there after a restart, until it is deleted', async () => {
    await reopened().set('default', 'TOKEN', 'hunter2 ✓')
    expect(await reopened().get('default', 'TOKEN')).toBe('hunter2 ✓')
    await reopened().set('default', 'TOKEN', 'changed')
    expect(await reopened().get('default', 'TOKEN')).toBe('changed')
    expect(await reopened().list('default')).toEqual([{ name: 'TOKEN', origin: 'file' }])
    expect(await reopened().delete('default', 'TOKEN')).toBe(true)
    expect(await reopened().delete('default', 'TOKEN')).toBe(false)
    expect(await reopened().get('default', 'TOKEN')).toBeUndefined()
  })

  test('a change by another process is seen', async () => {
    const [server, commandLine] = [reopened(), reopened()]
    await commandLine.set('default', 'A', 'one')
    expect(await server.get('default', 'A')).toBe('one')
    await commandLine.set('default', 'A', 'two')
    expect(await server.get('default', 'A')).toBe('two')
  })

  test('concurrent changes all stay', async () => {
    const secrets = reopened()
    await Promise.all(Array.from({ length: 20 }, (_, index) => secrets.set(`account ${index % 3}`, `S${index}`, `v${index}`)))
    expect(await Promise.all(Array.from({ length: 20 }, (_, index) => reopened().get(`account ${index % 3}`, `S${index}`)))).toEqual(
      Array.from({ length: 20 }, (_, index) => `v${index}`),
    )
  })

  test('neither value nor key stands in it in clear, and only the owner may read it', async () => {
    await reopened().set('default', 'TOKEN', 'hunter2-hunter2')
    const text = await readFile(secretsFile(), 'utf8')
    const key = (await readFile(keyFile(), 'utf8')).trim()
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain(Buffer.from('hunter2-hunter2').toString('base64url'))
    expect(text).not.toContain(key)
    expect((await stat(secretsFile())).mode & 0o777).toBe(0o600)
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600)
    expect((await readdir(directory)).sort()).toEqual(['encryption.key', 'secrets.json'])
  })

  test('the same value twice is not the same ciphertext', async () => {
    await reopened().set('default', 'A', 'same')
    await reopened().set('default', 'B', 'same')
    await tamper((accounts) => {
      expect(accounts.default?.secrets.A).not.toBe(accounts.default?.secrets.B)
    })
  })

  test.each(['__proto__', 'constructor', 'toString', '_', 'a1'])('%s is a name like any other', async (name) => {
    expect(await reopened().get('default', name)).toBeUndefined()
    await reopened().set('__proto__', name, 'value')
    expect(await reopened().get('__proto__', name)).toBe('value')
    expect(await reopened().list('__proto__')).toEqual([{ name, origin: 'file' }])
  })

  test.each(['', '1a', 'a-b', 'a b', 'é', 'a.b', 'a\n'])('%j is refused as a name', async (name) => {
    expect(await failureOf(reopened().set('default', name, 'x'))).toMatchObject({ code: 'SECRET_BAD_NAME' })
  })
})

describe('keys', () => {
  test.each([
    ['base64', (key: Buffer) => key.toString('base64')],
    ['base64 without padding', (key: Buffer) => key.toString('base64').slice(0, 43)],
    ['base64url', (key: Buffer) => key.toString('base64url')],
    ['hex', (key: Buffer) => `${key.toString('hex')}\n`],
  ])('MILLRACE_ENCRYPTION_KEY as %s is used instead of a key file', async (_, spell) => {
    const key = randomBytes(32)
    await reopened({ MILLRACE_ENCRYPTION_KEY: spell(key) }).set('default', 'A', 'x')
    expect(await readdir(directory)).toEqual(['secrets.json'])
    expect(await reopened({ MILLRACE_ENCRYPTION_KEY: key.toString('hex') }).get('default', 'A')).toBe('x')
  })

  test('MILLRACE_ENCRYPTION_KEY_FILE names the file that holds it', async () => {
    const path = join(directory, 'mounted.key')
    await writeFile(path, randomBytes(32).toString('hex'))
    await reopened({ MILLRACE_ENCRYPTION_KEY_FILE: path }).set('default', 'A', 'x')
    expect(await reopened({ MILLRACE_ENCRYPTION_KEY_FILE: path }).get('default', 'A')).toBe('x')
  })

  test.each(['short', 'a'.repeat(42), 'zz'.repeat(32), `${'a'.repeat(43)}!`])(
    '%s is not a key, and the message does not repeat it',
    async (text) => {
      const error = await failureOf(reopened({ MILLRACE_ENCRYPTION_KEY: text }).set('default', 'A', 'x'))
      expect(error.code).toBe('SECRETS_BAD_KEY')
      expect(error.message).not.toContain(text)
    },
  )

  test('another key is refused by name, for reading and for writing', async () => {
    await reopened().set('default', 'A', 'x')
    const secrets = reopened({ MILLRACE_ENCRYPTION_KEY: randomBytes(32).toString('hex') })
    const error = await failureOf(secrets.get('default', 'A'))
    expect(error.code).toBe('SECRETS_WRONG_KEY')
    expect(error.message).toMatch(/encrypted with the key [0-9a-f]{16}, but the key given is [0-9a-f]{16}/)
    expect(await failureOf(secrets.set('default', 'A', 'y'))).toMatchObject({ code: 'SECRETS_WRONG_KEY' })
    expect(await failureOf(secrets.set('another', 'A', 'y'))).toMatchObject({ code: 'SECRETS_WRONG_KEY' })
    expect(await reopened().get('default', 'A')).toBe('x')
  })

  test('a lost key file is not replaced by a new one', async () => {
    await reopened().set('default', 'A', 'x')
    await rm(keyFile())
    const error = await failureOf(reopened().set('default', 'B', 'y'))
    expect(error).toMatchObject({ code: 'SECRETS_WRONG_KEY' })
    expect(error.message).toContain('there is no key')
    expect(await readdir(directory)).toEqual(['secrets.json'])
  })

  test('two processes that start at once end up with one key', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => reopened().set('default', 'A', `v${index}`)))
    expect(await reopened().get('default', 'A')).toMatch(/^v\d$/)
  })
})

describe('tampering', () => {
  beforeEach(async () => {
    await reopened().set('one', 'A', 'value of A')
    await reopened().set('one', 'B', 'value of B')
    await reopened().set('two', 'A', 'of another account')
  })

  test.each<[string, Parameters<typeof tamper>[0]]>([
    [
      'a flipped bit',
      ({ one }) => {
        if (one) one.secrets.A = flipLast(one.secrets.A)
      },
    ],
    [
      'a shortened value',
      ({ one }) => {
        if (one) one.secrets.A = String(one.secrets.A).slice(0, 30)
      },
    ],
    [
      "another name's value",
      ({ one }) => {
        if (one) one.secrets.A = String(one.secrets.B)
      },
    ],
    [
      "another account's value",
      ({ one, two }) => {
        if (one) one.secrets.A = String(two?.secrets.A)
      },
    ],
    [
      "another account's data key",
      ({ one, two }) => {
        if (one) one.dataKey = String(two?.dataKey)
      },
    ],
    [
      'a flipped bit in the data key',
      ({ one }) => {
        if (one) one.dataKey = flipLast(one.dataKey)
      },
    ],
    [
      'a data key that is none',
      ({ one }) => {
        if (one) one.dataKey = 'v1.plain'
      },
    ],
    [
      'another version',
      ({ one }) => {
        if (one) one.secrets.A = String(one.secrets.A).replace('v1', 'v2')
      },
    ],
  ])('%s is noticed', async (_, edit) => {
    await tamper(edit)
    const error = await failureOf(reopened().get('one', 'A'))
    expect(error.code).toBe('SECRETS_TAMPERED')
    expect(inspect(error, { depth: 9 })).not.toContain('value of')
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"format":2,"accounts":{}}',
    '{"format":1}',
    '{"format":1,"accounts":{"one":1}}',
    '{"format":1,"accounts":{"one":{"dataKey":"x","secrets":{"A":1}}}}',
  ])('a file that is %j is noticed', async (text) => {
    await writeFile(secretsFile(), text)
    expect(await failureOf(reopened().get('one', 'A'))).toMatchObject({ code: 'SECRETS_TAMPERED' })
  })
})

function flipLast(sealed: string | undefined): string {
  const bytes = Buffer.from(String(sealed).split('.')[2] ?? '', 'base64url')
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  return [...String(sealed).split('.').slice(0, 2), bytes.toString('base64url')].join('.')
}
