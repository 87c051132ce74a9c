import type { JsonObject } from '@millrace/engine'
import { FatalError, type Files } from '@millrace/kit'
import type { FetchMessageObject } from 'imapflow'
import type { Attachment, Email } from 'postal-mime'

export type ReadMessage = JsonObject & { readonly uid: number }

export interface Wanted {
  readonly withBody: boolean
  readonly preview?: number | undefined
  readonly attachments: 'list' | 'files'
}

/** In characters: what is given out is kept, and must not be more than a process can hold. */
const longestPage = 20 * 1024 * 1024

/** Whether these mails are enough for one list, however few they are. */
export function isFullPage(mails: readonly JsonObject[]): boolean {
  const lengthOf = ({ text = '', html = '' }: JsonObject) => String(text).length + String(html).length
  return mails.reduce((length, mail) => length + lengthOf(mail), 0) > longestPage
}

/**
 * A mail as the node gives it out; `source` is the whole of it, undefined when it is too large to be fetched, or gone meanwhile. Anybody may send anything: no
 * mail may keep those behind it from being read, so what is wrong with one is told in it.
 */
export async function readMessage(
  listed: FetchMessageObject,
  source: Uint8Array | undefined,
  wanted: Wanted,
  files: Files,
): Promise<ReadMessage> {
  const { uid, envelope, flags = new Set(), internalDate } = listed
  const { email, problem } = source === undefined ? notFetched : await parse(source)
  return {
    uid,
    messageId: envelope?.messageId ?? null,
    from: people(envelope?.from),
    to: people(envelope?.to),
    cc: people(envelope?.cc),
    subject: envelope?.subject ?? '',
    date: timeOf(internalDate) ?? timeOf(envelope?.date) ?? null,
    flags: {
      seen: flags.has('\\Seen'),
      answered: flags.has('\\Answered'),
      flagged: flags.has('\\Flagged'),
      draft: flags.has('\\Draft'),
      deleted: flags.has('\\Deleted'),
    },
    ...(wanted.withBody &&
      email?.text !== undefined && { text: wanted.preview === undefined ? email.text : email.text.slice(0, wanted.preview) }),
    ...(wanted.withBody && wanted.preview === undefined && email?.html !== undefined && { html: email.html }),
    ...(problem !== undefined && { problem }),
    attachments: await Promise.all((email?.attachments ?? []).map((one) => readAttachment(one, wanted.attachments, files))),
  }
}

interface Parsed {
  readonly email?: Email
  /** Why it cannot be read. */
  readonly problem?: string
}

const notFetched: Parsed = { problem: 'The mail is larger than 30 MiB, or was deleted while it was read.' }

async function parse(source: Uint8Array): Promise<Parsed> {
  const { default: PostalMime } = await import('postal-mime')
  try {
    return { email: await PostalMime.parse(source) }
  } catch (error) {
    return { problem: `The mail cannot be taken apart: ${error instanceof Error ? error.message : String(error)}.` }
  }
}

function timeOf(date: Date | string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : new Date(date).getTime()
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

async function readAttachment({ filename, mimeType, content }: Attachment, as: Wanted['attachments'], files: Files): Promise<JsonObject> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  const name = (filename ?? 'attachment').split(/[/\\]/).at(-1) || 'attachment'
  const listed = { name, mediaType: mimeType, size: bytes.length }
  if (as === 'list') return listed
  try {
    return { ...listed, file: await files.write(bytes, { name, mediaType: mimeType }) }
  } catch (error) {
    if (error instanceof FatalError && error.code === 'FILE_TOO_LARGE') return { ...listed, problem: error.message }
    throw error
  }
}

function people(
  list: readonly { readonly name?: string | undefined; readonly address?: string | undefined }[] = [],
): readonly JsonObject[] {
  return list.map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }))
}
