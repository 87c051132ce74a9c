import type { LiveMessage } from '@millrace/runtime'
import type { Host, Output } from '../host.ts'
import { createPaint, type Paint } from '../output/paint.ts'
import { createLiveFrame } from './live-frame.ts'
import { plainLines } from './plain-lines.ts'
import { createStepTree } from './step-tree.ts'
import { treeLines } from './tree-lines.ts'

/** Shows an execution while it happens. */
export interface Progress {
  show(message: Pick<LiveMessage, 'changes'>): void
  /** Shows the last state; call it once, whatever happened. */
  end(): void
}

const redrawMs = 100

/** A tree that is drawn over on a terminal, lines one after the other elsewhere. Goes to `err`, so that `out` holds the result alone. */
export function createProgress({ err }: Pick<Host, 'err'>): Progress {
  const paint = createPaint(err)
  return err.isTerminal ? createLiveProgress(err, paint) : createPlainProgress(err, paint)
}

function createLiveProgress(output: Output, paint: Paint): Progress {
  const tree = createStepTree()
  const frame = createLiveFrame(output)
  const lines = (rows: number) => treeLines(tree.root, { paint, columns: output.size().columns, rows, now: Date.now() })
  const draw = () => frame.draw(lines(Math.max(1, output.size().rows - 2)))
  // Also without news: durations grow and countdowns run.
  const timer = setInterval(draw, redrawMs)
  const stopResizing = output.onResize(draw)
  return {
    show({ changes }) {
      for (const change of changes) tree.apply(change)
    },
    end() {
      clearInterval(timer)
      stopResizing()
      // What has scrolled out of sight while it ran is shown now: the last frame may be as long as it likes.
      frame.finish(lines(Number.POSITIVE_INFINITY))
    },
  }
}

function createPlainProgress(output: Output, paint: Paint): Progress {
  const write = plainLines(paint)
  return {
    show({ changes }) {
      for (const line of write(changes)) output.write(`${line}\n`)
    },
    end: () => undefined,
  }
}
