import type { JsonObject } from '@millrace/engine'
import type { Files } from '@millrace/kit'
import type { FetchMessageObject } from 'imapflow'
import type { Attachment } from 'postal-mime'

export type ReadMessage = JsonObject & { readonly uid: number }

export interface Wanted {
  readonly withBody: boolean
  readonly preview?: number | undefined
  readonly attachments: 'list' | 'files'
}

/** A mail as the node gives it out; `source` is the whole of it, undefined when it is too large to be fetched. */
export async function readMessage(
  listed: FetchMessageObject,
  source: Uint8Array | undefined,
  wanted: Wanted,
  files: Files,
): Promise<ReadMessage> {
  const { uid, envelope, flags = new Set(), internalDate } = listed
  const email = source && (await parse(source))
  const date = internalDate ?? envelope?.date
  return {
    uid,
    messageId: envelope?.messageId ?? null,
    from: people(envelope?.from),
    to: people(envelope?.to),
    cc: people(envelope?.cc),
    subject: envelope?.subject ?? '',
    date: date === undefined ? null : new Date(date).toISOString(),
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
    attachments: await Promise.all((email?.attachments ?? []).map((one) => readAttachment(one, wanted.attachments, files))),
  }
}

async function parse(source: Uint8Array) {
  const { default: PostalMime } = await import('postal-mime')
  return PostalMime.parse(source)
}

async function readAttachment({ filename, mimeType, content }: Attachment, as: Wanted['attachments'], files: Files): Promise<JsonObject> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  const name = (filename ?? 'attachment').split(/[/\\]/).at(-1) || 'attachment'
  const listed = { name, mediaType: mimeType, size: bytes.length }
  return as === 'list' ? listed : { ...listed, file: await files.write(bytes, { name, mediaType: mimeType }) }
}

function people(
  list: readonly { readonly name?: string | undefined; readonly address?: string | undefined }[] = [],
): readonly JsonObject[] {
  return list.map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }))
}
