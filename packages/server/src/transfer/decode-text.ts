import { ImportMistake } from './import-mistake.ts'

interface Decoder {
  decode(bytes?: Uint8Array, options?: { stream: boolean }): string
}

/** The text of a file, piece by piece: UTF-8, or UTF-16 where it begins with the mark of one, as what spreadsheets call Unicode text does. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let decoder: Decoder | undefined
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
    yield decoded(decoder, chunk)
  }
  if (decoder !== undefined) yield decoded(decoder)
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function decoded(decoder: Decoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (error) {
    if (error instanceof TypeError) throw new ImportMistake('the file is neither UTF-8 nor marked as UTF-16: save it as UTF-8')
    throw error
  }
}
