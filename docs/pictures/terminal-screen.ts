/** A piece of a line in one style. */
export interface Span {
  readonly text: string
  readonly style: TextStyle
}

export interface TextStyle {
  readonly color?: 'red' | 'green' | 'yellow' | 'cyan'
  readonly isBold?: boolean
  readonly isDim?: boolean
}

interface Cell {
  readonly character: string
  readonly style: TextStyle
}

const plain: TextStyle = {}
const colors: Readonly<Record<number, TextStyle['color']>> = { 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan', 39: undefined }
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal output is made of control characters.
const token = /\u001b\[([?\d;]*)([A-Za-z])|\r|\n|[^\u001b]/gu

/** What a terminal shows after this output: as many lines as were written to, each as spans. Knows what our commands use. */
export function readScreen(output: string): readonly (readonly Span[])[] {
  const lines: Cell[][] = [[]]
  let row = 0
  let column = 0
  let style = plain
  for (const [text, parameters = '', final] of output.matchAll(token)) {
    if (final === 'm') for (const code of parameters.split(';')) style = styled(style, Number(code))
    else if (final === 'A') row = Math.max(0, row - Number(parameters || 1))
    else if (final === 'K') lines[row]?.splice(column)
    else if (final === 'J') lines.splice(row + 1)
    else if (text === '\r') column = 0
    else if (text === '\n') {
      row++
      column = 0
      lines[row] ??= []
    } else if (final === undefined) {
      const line = lines[row]
      if (line !== undefined) line[column++] = { character: text, style }
    }
  }
  return lines.map(spansOf)
}

/** The same without styles, empty lines at the end left out. */
export function readScreenText(output: string): string {
  return readScreen(output)
    .map((spans) => spans.map(({ text }) => text).join(''))
    .join('\n')
    .trimEnd()
}

function styled(style: TextStyle, code: number): TextStyle {
  if (code === 0) return plain
  if (code === 1) return { ...style, isBold: true }
  if (code === 2) return { ...style, isDim: true }
  if (code === 22) return { ...style, isBold: false, isDim: false }
  if (!(code in colors)) return style
  const { color: _, ...rest } = style
  const color = colors[code]
  return color === undefined ? rest : { ...rest, color }
}

function spansOf(cells: readonly Cell[]): readonly Span[] {
  const spans: { text: string; style: TextStyle }[] = []
  for (const { character, style } of cells) {
    const last = spans.at(-1)
    if (last?.style === style) last.text += character
    else spans.push({ text: character, style })
  }
  return spans
}
