import { useEditor } from '../editor-context.ts'

/** Whether the nodes stand where they belong: from then on there is time for everything else. */
export function useIsDrawn(): boolean {
  return useEditor(({ canvas, nodes, places }) => (nodes.length > 0 && Object.keys(places).length > 0) || canvas.nodes.length === 0)
}
