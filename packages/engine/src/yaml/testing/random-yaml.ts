import fc from 'fast-check'

/** Numbers from 0 up to a bound, the same ones for the same seed. */
export type Dice = (bound: number) => number

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}

/** Valid YAML with comments, blank lines, all quotings, block and flow, anchors and aliases, odd indentation. */
export const randomYaml: fc.Arbitrary<string> = fc
  .record({ seed: fc.nat(), size: fc.integer({ min: 1, max: 25 }), withAnchors: fc.boolean(), isWindows: fc.boolean() })
  .map(({ seed, size, withAnchors, isWindows }) => {
    const text = writeDocument(createDice(seed), size, withAnchors)
    return isWindows ? text.replaceAll('\n', '\r\n') : text
  })

interface Writer {
  readonly dice: Dice
  readonly anchors: string[]
  readonly withAnchors: boolean
  left: number
  comments: number
  keys: number
}

function writeDocument(dice: Dice, size: number, withAnchors: boolean): string {
  const writer: Writer = { dice, anchors: [], withAnchors, left: size, comments: 0, keys: 0 }
  const top = dice(3) === 0 ? `${comment(writer)}\n${dice(2) === 0 ? '\n' : ''}` : ''
  const marker = dice(8) === 0 ? '---\n' : ''
  const body = dice(6) === 0 ? blockList(writer, 0) : blockMap(writer, 0)
  const end = dice(4) === 0 ? `${' '.repeat(dice(3))}${comment(writer)}\n` : ''
  const text = top + marker + body + end
  return dice(5) === 0 ? text.replace(/\n$/, '') : text
}

function comment(writer: Writer): string {
  return `# c${++writer.comments};${['', ' words', " it's: [not] {yaml}", ' "'][writer.dice(4)]}`
}

function maybeComment(writer: Writer): string {
  return writer.dice(4) === 0 ? `${' '.repeat(1 + writer.dice(3))}${comment(writer)}` : writer.dice(15) === 0 ? ' ' : ''
}

/** What may stand above an entry. */
function gap(writer: Writer, column: number): string {
  const blank = writer.dice(6) === 0 ? '\n' : ''
  const odd = writer.dice(6) === 0 ? writer.dice(5) : column
  const lines = writer.dice(4) === 0 ? `${' '.repeat(odd)}${comment(writer)}\n` : ''
  return writer.dice(2) === 0 ? blank + lines : lines + blank
}

const names = ['a', 'b', 'long_name', 'true', '200', 'with space', 'Ünï']

function key(writer: Writer): string {
  const name = `${names[writer.dice(names.length)]}${writer.keys++}`
  const written = [name, name, name, `"${name}"`, `'${name}'`][writer.dice(5)] ?? name
  return writer.withAnchors && writer.dice(30) === 0 ? `&key${writer.keys} ${written}` : written
}

function blockMap(writer: Writer, column: number, isCompact = false): string {
  const count = 1 + writer.dice(4)
  let text = ''
  for (let index = 0; index < count; index++) {
    const lead = index === 0 && isCompact ? '' : gap(writer, column) + ' '.repeat(column)
    const name = writer.dice(25) === 0 ? `? ${key(writer)}\n${' '.repeat(column)}:` : `${key(writer)}:`
    text += lead + name + value(writer, column, 'map')
  }
  return text
}

function blockList(writer: Writer, column: number, isCompact = false): string {
  const count = 1 + writer.dice(4)
  let text = ''
  for (let index = 0; index < count; index++) {
    const lead = index === 0 && isCompact ? '' : gap(writer, column) + ' '.repeat(column)
    text += `${lead}-${value(writer, column, 'list')}`
  }
  return text
}

/** What follows a `:` or `-`, to the end of its last line. */
function value(writer: Writer, column: number, holder: 'map' | 'list'): string {
  const { dice } = writer
  writer.left--
  if (writer.withAnchors && writer.anchors.length > 0 && dice(8) === 0)
    return ` *${writer.anchors[dice(writer.anchors.length)]}${maybeComment(writer)}\n`
  const name = writer.withAnchors && dice(6) === 0 ? `x${writer.comments}_${writer.left}_${dice(99)}` : undefined
  const props = (name === undefined ? '' : ` &${name}`) + (dice(40) === 0 ? ' !!str' : '')
  const text = props.includes('!!') ? ` tagged${maybeComment(writer)}\n` : content(writer, column, holder, props !== '')
  if (name !== undefined) writer.anchors.push(name)
  return props + text
}

function content(writer: Writer, column: number, holder: 'map' | 'list', hasProps: boolean): string {
  const { dice } = writer
  if (writer.left <= 0 || column > 12 || dice(2) === 0) return scalar(writer, column)
  if (dice(3) === 0) return ` ${flow(writer, column + 1, 0)}${maybeComment(writer)}\n`
  if (holder === 'list' && !hasProps && dice(3) > 0) {
    const spaces = 1 + (dice(5) === 0 ? 1 + dice(2) : 0)
    return ' '.repeat(spaces) + (dice(2) === 0 ? blockMap : blockList)(writer, column + 1 + spaces, true)
  }
  const isList = dice(2) === 0
  const inner = column + (isList && holder === 'map' ? dice(4) : 1 + dice(4))
  return `${maybeComment(writer)}\n${(isList ? blockList : blockMap)(writer, inner)}`
}

const plain = ['x', 'two words', '-1.5', '0x1F', 'true', 'null', '~', 'http://x.test/?a=1', 'a#b', "it's", '2026-01-31']
const quoted = ['"yes"', '"{{ trigger.body }}"', "'single ''quoted'''", '"esc \\n \\u00e9 \\""', '""', "'# no comment'", '": "']

function scalar(writer: Writer, column: number): string {
  const { dice } = writer
  const words = dice(3) === 0 ? quoted[dice(quoted.length)] : plain[dice(plain.length)]
  if (dice(10) === 0) return `${maybeComment(writer)}\n`
  if (dice(12) === 0) return `${maybeComment(writer)}\n${' '.repeat(column + 1 + dice(3))}${words}${maybeComment(writer)}\n`
  if (dice(15) === 0) return ` "over\n${' '.repeat(column + 1)}lines"${maybeComment(writer)}\n`
  if (dice(6) > 0) return ` ${words}${maybeComment(writer)}\n`
  const header = ['|', '>', '|-', '>-', '|+'][dice(5)]
  const indent = ' '.repeat(column + 1 + dice(4))
  const lines = ['one', '', 'two # no comment', '  three'].slice(0, 1 + dice(4)).map((line) => (line === '' ? '' : indent + line))
  return ` ${header}${maybeComment(writer).trimEnd()}\n${lines.join('\n')}\n${dice(3) === 0 ? '\n' : ''}`
}

function flow(writer: Writer, column: number, depth: number): string {
  const { dice } = writer
  const isMap = dice(2) === 0
  const isTall = depth === 0 && dice(4) === 0
  const items = Array.from({ length: dice(4) }, () => {
    writer.left--
    const item = depth < 3 && dice(4) === 0 ? flow(writer, column + 1, depth + 1) : flowScalar(writer)
    if (isMap) return dice(12) === 0 ? key(writer) : `${key(writer)}: ${item}`
    return dice(12) === 0 ? `${key(writer)}: ${item}` : item
  })
  const [open, close] = isMap ? '{}' : '[]'
  if (!isTall)
    return items.length > 0 && dice(2) === 0
      ? `${open} ${items.join(', ')} ${close}`
      : `${open}${items.join(dice(2) === 0 ? ', ' : ' ,')}${dice(8) === 0 && items.length > 0 ? ',' : ''}${close}`
  const pad = `\n${' '.repeat(column + 1)}`
  const lines = items.map(
    (item, index) => pad + item + (index < items.length - 1 || dice(3) === 0 ? ',' : '') + (dice(3) === 0 ? ` ${comment(writer)}` : ''),
  )
  return `${open}${dice(5) === 0 ? ` ${comment(writer)}` : ''}${lines.join('')}\n${' '.repeat(column)}${close}`
}

function flowScalar(writer: Writer): string {
  const { dice } = writer
  if (writer.withAnchors && writer.anchors.length > 0 && dice(8) === 0) return `*${writer.anchors[dice(writer.anchors.length)]} `
  const pool = dice(2) === 0 ? quoted : ['x', 'two words', '1', 'null', 'true', 'a#b']
  return pool[dice(pool.length)] ?? 'x'
}
