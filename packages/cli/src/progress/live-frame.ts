import type { Output } from '../host.ts'
import { textWidth } from '../output/fit-width.ts'

/** A block of lines at the end of a terminal that is drawn over and over. */
export interface LiveFrame {
  draw(lines: readonly string[]): void
  /** Draws for the last time and leaves the cursor below. */
  finish(lines: readonly string[]): void
}

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const clearToLineEnd = '\u001b[K'
const clearBelow = '\u001b[J'
/** Terminals that know it show a frame all at once; others ignore it. */
const beginFrame = '\u001b[?2026h'
const endFrame = '\u001b[?2026l'

/** Each frame overwrites the one before, line by line, in a single write: nothing is cleared first, so nothing flickers. */
export function createLiveFrame(output: Output): LiveFrame {
  let drawn: readonly string[] = []
  let isHidden = false

  function paintOver(lines: readonly string[]): string {
    const up = drawn.length === 0 ? '' : `\u001b[${rowsOf(drawn, output)}A\r`
    const body = lines.map((line) => `${line}${clearToLineEnd}\n`).join('')
    drawn = lines
    return `${up}${body}${clearBelow}`
  }

  return {
    draw(lines) {
      const start = isHidden ? '' : hideCursor
      isHidden = true
      output.write(`${beginFrame}${start}${paintOver(lines)}${endFrame}`)
    },
    finish(lines) {
      output.write(`${beginFrame}${paintOver(lines)}${isHidden ? showCursor : ''}${endFrame}`)
      drawn = []
    },
  }
}

/** In a terminal that was made narrower since, a line may by now take several rows. */
function rowsOf(lines: readonly string[], output: Output): number {
  const { columns } = output.size()
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(textWidth(line) / columns)), 0)
}
