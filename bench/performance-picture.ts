import { reachedShare, shownNumber, targetText } from './figure.ts'
import type { Report, Summary } from './report.ts'

const rowHeight = 26
const left = 300
const scale = 110
/** Beyond so many times the target a bar is cut off. */
const most = 4
const width = left + scale * most + 190
const top = 64

/** Each figure that has a target, as how far it reaches: the line is the target, to its right is better. */
export function performancePicture({ figures, machine, date }: Report): string {
  const judged = figures.flatMap((figure) => {
    const share = reachedShare(figure)
    return share === undefined ? [] : [{ figure, share }]
  })
  const height = top + judged.length * rowHeight + 24
  const title = `Each figure beside its target, ${date}, ${machine.cpus} cores`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 } .dim { fill: #59636e } .back { fill: #ffffff }
  .reached { fill: #1a7f64 } .missed { fill: #bc4c00 } .line { stroke: #59636e; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .dim { fill: #9198a1 } .back { fill: #0d1117 }
    .reached { fill: #3fb68b } .missed { fill: #e0823d } .line { stroke: #9198a1 }
  }
</style>
<rect class="back" width="${width}" height="${height}" rx="6"/>
<text x="16" y="26" font-weight="600">${title}</text>
<text class="dim" x="16" y="46">The dashed line is the target; further right is better. Bars stop at ${most} times the target.</text>
${judged.map(({ figure, share }, index) => bar(figure, share, top + index * rowHeight)).join('\n')}
<line class="line" x1="${left + scale}" x2="${left + scale}" y1="${top - 6}" y2="${height - 16}"/>
</svg>
`
}

function bar(figure: Summary, share: number, y: number): string {
  const length = Math.max(2, Math.min(share, most) * scale)
  const reached = share >= 1
  const value =
    figure.target?.of === 'ratio' && figure.ratio !== undefined
      ? `${shownNumber(figure.ratio)} ×`
      : `${shownNumber(figure.value)} ${figure.unit}`
  return `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${escaped(figure.name)}</text>
<rect class="${reached ? 'reached' : 'missed'}" x="${left}" y="${y + 2}" width="${Math.round(length)}" height="14" rx="2"/>
<text x="${left + Math.round(length) + 8}" y="${y + 13}">${reached ? '✓' : '✗'} ${escaped(value)} <tspan class="dim">(${escaped(targetText(figure))})</tspan></text>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
