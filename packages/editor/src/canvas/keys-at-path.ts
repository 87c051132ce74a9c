import type { Canvas } from '../model/canvas.ts'

/** The node that a place of the file belongs to: the innermost one. */
export function keysAtPath({ nodes }: Pick<Canvas, 'nodes'>, path: readonly (string | number)[]): readonly string[] {
  const found = nodes.findLast((node) => node.path.every((segment, index) => path[index] === segment))
  return found === undefined ? [] : [found.key]
}
