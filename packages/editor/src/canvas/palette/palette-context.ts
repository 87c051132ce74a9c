import type { Home } from '../../model/changes/add-node.ts'
import type { Connection } from '../../model/changes/connect.ts'
import type { Point } from '../../model/layout-file.ts'

/** Where a node that is chosen from the palette goes. */
export interface PaletteContext {
  /** The port that leads to it. */
  readonly after?: Omit<Connection, 'to'>
  /** The edge that it comes into the middle of. */
  readonly between?: Connection
  readonly home?: Home
  /** On the whole canvas, where it was dropped. */
  readonly at?: Point
}
