import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { isJsonObject, type Json } from '@millrace/engine'
import { type Key, keyIdOf, keyOf, open, type Sealed, seal } from './sealed.ts'
import { secretsError } from './secrets-error.ts'
import { isErrno, replaceDurably } from './write-durably.ts'

/**
 * Owns: the encrypted file, `{ format, accounts: { <account>: { dataKey, secrets: { <name>: sealed } } } }`.
 * Does not own: where the encryption key comes from (encryption-key.ts).
 * Invariants: each account has its own data key, which only the encryption key opens; a sealed value opens only under its own
 * account and name; the file is replaced as a whole.
 */
export interface SecretsFile {
  get(account: string, name: string): Promise<string | undefined>
  names(account: string): Promise<readonly string[]>
  set(account: string, name: string, value: string): Promise<void>
  delete(account: string, name: string): Promise<boolean>
}

interface SealedAccount {
  readonly dataKey: Sealed
  readonly secrets: ReadonlyMap<string, Sealed>
}

type SealedAccounts = ReadonlyMap<string, SealedAccount>

/** How the file gets the encryption key. `create` is called only when nothing is encrypted yet. */
export interface EncryptionKeySource {
  read(): Promise<Key | undefined>
  create(): Promise<Key>
}

export function openSecretsFile(path: string, keySource: EncryptionKeySource): SecretsFile {
  const read = createCachedRead(path)
  const opened = new Map<string, { readonly sealed: Sealed; readonly key: Key }>()
  let lastWrite: Promise<unknown> = Promise.resolve()

  async function encryptionKeyFor(sealed: Sealed): Promise<Key> {
    const key = await keySource.read()
    const expected = keyIdOf(sealed)
    if (expected === undefined) throw secretsError.tampered(path, 'a data key is no sealed value')
    if (key?.id !== expected) throw secretsError.wrongKey(path, expected, key?.id)
    return key
  }

  /** Kept once opened: a step's secret then costs a stat and one decryption, 50 µs instead of 180 µs. */
  async function dataKeyOf(account: string, { dataKey }: SealedAccount): Promise<Key> {
    const known = opened.get(account)
    if (known?.sealed === dataKey) return known.key
    const bytes = open(await encryptionKeyFor(dataKey), dataKey, ['data key', account])
    if (bytes === undefined) throw secretsError.tampered(path, `the data key of account "${account}"`)
    const key = keyOf(bytes)
    opened.set(account, { sealed: dataKey, key })
    return key
  }

  /** Every account's data key is under the same encryption key: checked, so that two keys never mix in one file. */
  async function newAccount(account: string, accounts: SealedAccounts): Promise<SealedAccount> {
    const [other] = accounts.values()
    const key = other ? await encryptionKeyFor(other.dataKey) : ((await keySource.read()) ?? (await keySource.create()))
    return { dataKey: seal(key, randomBytes(32), ['data key', account]), secrets: new Map() }
  }

  /** One change after the other, each on what the file holds now: another process may have written it. */
  function change<Result>(edit: (accounts: SealedAccounts) => Promise<{ accounts: SealedAccounts; result: Result }>): Promise<Result> {
    const done = lastWrite.then(async () => {
      const before = await read()
      const { accounts, result } = await edit(before)
      if (accounts !== before) await replaceDurably(path, serialise(accounts))
      return result
    })
    lastWrite = done.catch(() => undefined)
    return done
  }

  return {
    async get(account, name) {
      const sealedAccount = (await read()).get(account)
      const sealed = sealedAccount?.secrets.get(name)
      if (sealedAccount === undefined || sealed === undefined) return undefined
      const value = open(await dataKeyOf(account, sealedAccount), sealed, ['secret', account, name])
      if (value === undefined) throw secretsError.tampered(path, `secret "${name}"`)
      return value.toString('utf8')
    },
    names: async (account) => [...((await read()).get(account)?.secrets.keys() ?? [])],
    set: (account, name, value) =>
      change(async (accounts) => {
        const sealedAccount = accounts.get(account) ?? (await newAccount(account, accounts))
        const sealed = seal(await dataKeyOf(account, sealedAccount), Buffer.from(value, 'utf8'), ['secret', account, name])
        const secrets = new Map(sealedAccount.secrets).set(name, sealed)
        return { accounts: new Map(accounts).set(account, { ...sealedAccount, secrets }), result: undefined }
      }),
    delete: (account, name) =>
      change(async (accounts) => {
        const sealedAccount = accounts.get(account)
        if (!sealedAccount?.secrets.has(name)) return { accounts, result: false }
        const secrets = new Map(sealedAccount.secrets)
        secrets.delete(name)
        return { accounts: new Map(accounts).set(account, { ...sealedAccount, secrets }), result: true }
      }),
  }
}

/** Parses again only when the file has been replaced, by this process or another. */
function createCachedRead(path: string): () => Promise<SealedAccounts> {
  let cached: { readonly stamp: string; readonly accounts: SealedAccounts } | undefined
  return async () => {
    try {
      const { ino, mtimeNs, size } = await stat(path, { bigint: true })
      const stamp = `${ino} ${mtimeNs} ${size}`
      if (cached?.stamp !== stamp) cached = { stamp, accounts: parse(await readFile(path, 'utf8'), path) }
      return cached.accounts
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return new Map()
      throw error
    }
  }
}

function serialise(accounts: SealedAccounts): string {
  const plain = [...accounts].map(([account, { dataKey, secrets }]) => [account, { dataKey, secrets: Object.fromEntries(secrets) }])
  return `${JSON.stringify({ format: 1, accounts: Object.fromEntries(plain) }, null, 2)}\n`
}

function parse(text: string, path: string): SealedAccounts {
  const document = parseJson(text, path)
  if (!isJsonObject(document) || document.format !== 1 || !isJsonObject(document.accounts)) {
    throw secretsError.tampered(path, 'it is not a secrets file of format 1')
  }
  return new Map(Object.entries(document.accounts).map(([account, value]) => [account, parseAccount(account, value, path)]))
}

function parseAccount(account: string, value: Json, path: string): SealedAccount {
  const damaged = secretsError.tampered(path, `account "${account}"`)
  if (!isJsonObject(value) || typeof value.dataKey !== 'string' || !isJsonObject(value.secrets)) throw damaged
  const secrets = Object.entries(value.secrets).map(([name, sealed]): [string, Sealed] => {
    if (typeof sealed !== 'string') throw damaged
    return [name, sealed]
  })
  return { dataKey: value.dataKey, secrets: new Map(secrets) }
}

function parseJson(text: string, path: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    // The parser's message quotes the text, which may hold part of the file: it is left out.
    throw secretsError.tampered(path, 'it is not JSON')
  }
}
