import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { FatalError, type Files, RetryableError } from '@millrace/kit'
import { networkError } from '../http/http-errors.ts'

export interface FileCopy {
  readonly fetch: typeof globalThis.fetch
  readonly files: Files
  readonly signal: AbortSignal
  /** What the record holds already: a file of the same name is the same file, for Parse gives each a name of its own. */
  readonly kept: Json | undefined
  /** Whether this host was asked in vain for so long that its files are left out. */
  isGivenUp(origin: string): boolean
  /** Told why a file is left out. */
  onMissing(why: string): void
}

/** The handle of the file's content with us; null where the old server does not have it either. */
export async function copyFile(value: Json, copy: FileCopy): Promise<JsonObject | null> {
  const { url, name } = value as { readonly url: string; readonly name?: Json } // Seen to be so by whoever converted the record.
  const called = typeof name === 'string' && name !== '' ? name : 'file'
  const { kept = null } = copy
  if (isJsonObject(kept) && kept.name === called) return kept
  const origin = originOf(url)
  if (origin === undefined) return left('It has no address.')
  try {
    return await fetchFile(copy, { url, origin, called })
  } catch (error) {
    if (!isLost(error, copy, origin)) throw error
    return left(error.message)
  }

  function left(why: string): null {
    copy.onMissing(`file ${called} is left out. ${why}`)
    return null
  }
}

interface FilePlace {
  readonly url: string
  readonly origin: string
  readonly called: string
}

async function fetchFile({ fetch, files, signal }: FileCopy, { url, origin, called }: FilePlace): Promise<JsonObject> {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    throw fromHost(networkError(error, origin, signal), origin)
  })
  if (!response.ok) {
    await response.body?.cancel()
    const message = `${origin} answered ${response.status} when it was asked for file ${called}.`
    if (response.status === 429 || response.status >= 500) throw fromHost(new RetryableError(message), origin)
    throw new FatalError(message, { code: 'HTTP_STATUS' })
  }
  const mediaType = response.headers.get('content-type') ?? 'application/octet-stream'
  return files.write(contentOf(response, origin, signal), { name: called, mediaType, stays: true })
}

/** What breaks on the way is the host's failure, and what breaks while it is written is ours. */
async function* contentOf({ body }: Response, origin: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk
  } catch (error) {
    throw fromHost(networkError(error, origin, signal), origin)
  }
}

/** With the host in it, which may be another one than the Parse server. */
function fromHost(error: unknown, fileHost: string): unknown {
  if (!(error instanceof RetryableError)) return error
  return new RetryableError(error.message, { code: 'PARSE_UNREACHABLE', details: { fileHost }, cause: error })
}

/** The host of files that has failed; undefined where something else has. */
export function failedFileHost(error: unknown): string | undefined {
  if (!(error instanceof RetryableError) || !isJsonObject(error.details ?? null)) return undefined
  const { fileHost } = error.details as JsonObject
  return typeof fileHost === 'string' ? fileHost : undefined
}

const lostCodes: ReadonlySet<string> = new Set(['HTTP_STATUS', 'FILE_TOO_LARGE', 'EGRESS_REFUSED', 'TOO_MANY_REDIRECTS', 'BAD_URL'])

/** No other attempt would bring it, and the record is worth having without it. */
function isLost(error: unknown, { isGivenUp }: FileCopy, origin: string): error is Error {
  if (error instanceof FatalError) return lostCodes.has(error.code)
  return failedFileHost(error) !== undefined && isGivenUp(origin)
}

function originOf(url: string): string | undefined {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'http:' || parsed?.protocol === 'https:' ? parsed.origin : undefined
}
