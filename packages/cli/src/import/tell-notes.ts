import type { ImportNote } from '@millrace/importers'
import type { Output } from '../host.ts'
import { createPaint, type Style } from '../output/paint.ts'
import { oneLine } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'

const parts: readonly { readonly severity: ImportNote['severity']; readonly title: string; readonly style: Style }[] = [
  { severity: 'by-hand', title: 'To do by hand', style: 'red' },
  { severity: 'changed', title: 'Works differently', style: 'yellow' },
  { severity: 'lost', title: 'Left out', style: 'cyan' },
]

/** The list of what is left to do, most urgent first. */
export function tellNotes(notes: readonly ImportNote[], out: Output): void {
  const paint = createPaint(out)
  if (notes.length === 0) {
    out.write(`${paint('green', '✓ nothing is left to do by hand')}\n`)
    return
  }
  for (const { severity, title, style } of parts) {
    const own = notes.filter((note) => note.severity === severity)
    if (own.length === 0) continue
    out.write(`\n${paint(style, title)} (${own.length})\n`)
    for (const note of own) out.write(`  - ${placeOf(note)}${oneLine(note.message)}\n    ${paint('dim', `→ ${oneLine(note.next)}`)}\n`)
  }
  const byHand = notes.filter(({ severity }) => severity === 'by-hand').length
  out.write(
    `\n${byHand === 0 ? 'Nothing is left to do by hand.' : `${countOf(byHand, 'thing')} to do by hand; until then those places fail when they are reached.`}\n`,
  )
}

function placeOf({ id }: ImportNote): string {
  return id === undefined ? '' : `${id}: `
}
