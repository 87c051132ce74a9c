import { RuntimeError } from '../errors.ts'

/** A file in an archive. */
export interface TarEntry {
  readonly name: string
  readonly size: number
}

export const tarBlock = 512
const mostOctal = 8 ** 11

/** The header of a file (POSIX ustar). Sizes from 8 GiB are written as GNU does. */
export function writeTarHeader({ name, size }: TarEntry, atSeconds: number): Buffer {
  const header = Buffer.alloc(tarBlock)
  const [prefix, rest] = splitName(name)
  header.write(rest, 0, 100)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  if (size < mostOctal) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    header.writeUInt8(0x80, 124)
    header.writeBigUInt64BE(BigInt(size), 128)
  }
  header.write(`${Math.floor(atSeconds).toString(8).padStart(11, '0')}\0`, 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  header.write(prefix, 345, 155)
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** Undefined for the block of zeros that ends an archive. Throws `BACKUP_INVALID`. */
export function readTarHeader(header: Buffer): TarEntry | undefined {
  if (header.every((byte) => byte === 0)) return undefined
  const sum = Number.parseInt(header.toString('latin1', 148, 154), 8)
  const blank = Buffer.from(header)
  blank.write('        ', 148)
  if (sum !== sumOf(blank)) throw new RuntimeError('BACKUP_INVALID', 'The backup is damaged, or no backup: a header does not add up.')
  const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0.*$/s, '')
  if (text(156, 157) !== '0')
    throw new RuntimeError('BACKUP_INVALID', 'The archive holds something other than plain files: it is no backup.')
  const prefix = text(345, 500)
  const name = text(0, 100)
  const size = header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(text(124, 136), 8)
  if (!Number.isSafeInteger(size) || size < 0) throw new RuntimeError('BACKUP_INVALID', `The backup is damaged: ${name} has no size.`)
  return { name: prefix === '' ? name : `${prefix}/${name}`, size }
}

/** What a file takes in an archive, with its header and the space behind it. */
export function tarSize({ size }: TarEntry): number {
  return tarBlock + size + paddingOf(size)
}

export function paddingOf(size: number): number {
  return (tarBlock - (size % tarBlock)) % tarBlock
}

function splitName(name: string): readonly [prefix: string, rest: string] {
  if (Buffer.byteLength(name) <= 100) return ['', name]
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)]
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(rest) <= 100) return [prefix, rest]
  }
  throw new RuntimeError('BACKUP_INVALID', `"${name}" is too long a name for an archive: rename it.`)
}

function sumOf(header: Buffer): number {
  let sum = 0
  for (const byte of header) sum += byte
  return sum
}
