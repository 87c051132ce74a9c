import { encodeJson, isSurelyLarge } from '@millrace/store'

/** About so long is a piece: some 2 ms of writing. */
const pieceBytes = 512 * 1024

/** Deeper, a value is written in one go. A cycle ends here too, and is refused as ever. */
const deepest = 8

const comma = 0x2c

/** The bytes of what `encodeJson` gives, piece by piece, so that whoever writes 10 MB can do something else in between. Throws as that does. */
export function* jsonInPieces(value: unknown, depth = 0): Generator<Buffer, void, undefined> {
  if (depth === deepest || !isParted(value)) yield Buffer.from(encodeJson(value))
  else if (isList(value)) yield* listInPieces(value, depth)
  else yield* mapInPieces(value, depth)
}

type JsonMap = Readonly<Record<string, unknown>>

/** Large, and written member by member by JSON too. */
function isParted(value: unknown): value is readonly unknown[] | JsonMap {
  if (typeof value !== 'object' || value === null || 'toJSON' in value || !isSurelyLarge(value, pieceBytes)) return false
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null
}

function isList(value: readonly unknown[] | JsonMap): value is readonly unknown[] {
  return Array.isArray(value)
}

/** Each piece is a list of its own; its brackets make way for the ones and the commas of the whole, without another copy of the text. */
function* listInPieces(items: readonly unknown[], depth: number): Generator<Buffer, void, undefined> {
  let count = 1
  for (let next = 0; next < items.length; ) {
    let some = items.slice(next, next + count)
    while (some.length > 1 && isSurelyLarge(some, pieceBytes)) some = some.slice(0, some.length >> 1)
    const isApart = some.length === 1 && isParted(some[0])
    const piece = Buffer.from(isApart ? '[]' : encodeJson(some))
    if (next > 0) piece[0] = comma
    yield piece.subarray(0, -1)
    if (isApart) yield* jsonInPieces(some[0], depth + 1)
    next += some.length
    count = some.length * 2
  }
  yield Buffer.from(']')
}

function* mapInPieces(map: JsonMap, depth: number): Generator<Buffer, void, undefined> {
  let text = ''
  let before = '{'
  for (const [name, member] of Object.entries(map)) {
    if (member === undefined || typeof member === 'function' || typeof member === 'symbol') continue
    text += `${before}${JSON.stringify(name)}:`
    before = ','
    const isApart = isParted(member)
    if (!isApart) text += encodeJson(member)
    if (!isApart && text.length < pieceBytes) continue
    yield Buffer.from(text)
    text = ''
    if (isApart) yield* jsonInPieces(member, depth + 1)
  }
  yield Buffer.from(before === '{' ? '{}' : `${text}}`)
}
