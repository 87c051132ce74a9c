import type { Span, TextStyle } from './terminal-screen.ts'

interface Picture {
  readonly columns: number
  /** For those who cannot see it. */
  readonly title: string
}

const cellWidth = 8.4
const lineHeight = 20
const padding = 18
const fontSize = 14
const palette = {
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  cyan: '#76e3ea',
  dim: '#9aa4b0',
  plain: '#e6edf3',
  background: '#0d1117',
}

/** Lines of a terminal as a picture. Each span is stretched to its columns, so that any monospace font lines up. */
export function terminalSvg(lines: readonly (readonly Span[])[], { columns, title }: Picture): string {
  const shown = withoutTrailing(lines)
  const width = Math.ceil(columns * cellWidth + 2 * padding)
  const height = shown.length * lineHeight + 2 * padding
  const rows = shown.map((spans, row) => rowText(spans, padding + row * lineHeight + fontSize)).filter((text) => text !== '')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${palette.background}"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${fontSize}">
${rows.join('\n')}
</g>
</svg>
`
}

function withoutTrailing(lines: readonly (readonly Span[])[]): readonly (readonly Span[])[] {
  const last = lines.findLastIndex((spans) => spans.some(({ text }) => text.trim() !== ''))
  return lines.slice(0, last + 1)
}

function rowText(spans: readonly Span[], y: number): string {
  let column = 0
  const parts: string[] = []
  for (const { text, style } of spans) {
    const lead = text.length - text.trimStart().length
    const words = text.trim()
    if (words !== '') parts.push(spanText(words, column + lead, y, style))
    column += text.length
  }
  return parts.join('')
}

function spanText(text: string, column: number, y: number, { color, isBold, isDim }: TextStyle): string {
  const fill = color === undefined ? (isDim ? palette.dim : palette.plain) : palette[color]
  const x = (padding + column * cellWidth).toFixed(1)
  const weight = isBold ? ' font-weight="bold"' : ''
  return `<text x="${x}" y="${y}" fill="${fill}" textLength="${(text.length * cellWidth).toFixed(1)}" xml:space="preserve"${weight}>${escaped(text)}</text>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
