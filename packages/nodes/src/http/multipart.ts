import { randomUUID } from 'node:crypto'
import type { FileHandle, Files } from '@millrace/kit'

export interface FormPart {
  readonly name: string
  readonly content: string | FileHandle
}

/** Not guessable, so that no field can hold it and forge another field. */
export function formBoundary(): string {
  return `millrace-${randomUUID()}`
}

/** A form as RFC 7578 has it, file by file as it is sent. */
export function multipartBody(parts: readonly FormPart[], boundary: string, files: Files): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  async function* bytes(): AsyncIterable<Uint8Array> {
    for (const { name, content } of parts) {
      yield encoder.encode(`--${boundary}\r\n${headOf(name, content)}\r\n\r\n`)
      if (typeof content === 'string') yield encoder.encode(content)
      else yield* await files.read(content)
      yield encoder.encode('\r\n')
    }
    yield encoder.encode(`--${boundary}--\r\n`)
  }
  return ReadableStream.from(bytes())
}

function headOf(name: string, content: string | FileHandle): string {
  const field = `Content-Disposition: form-data; name="${quoted(name)}"`
  if (typeof content === 'string') return field
  return `${field}; filename="${quoted(content.name)}"\r\nContent-Type: ${content.mediaType.replaceAll(/[^\u0020-\u007e]/g, '')}`
}

/** As the HTML standard writes names in forms: what could end the header is percent-encoded. */
function quoted(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}
