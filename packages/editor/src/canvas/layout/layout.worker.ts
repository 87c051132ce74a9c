import type { Canvas } from '../../model/canvas.ts'
import { layOut } from './lay-out.ts'

export interface LayoutTask {
  readonly id: number
  readonly canvas: Pick<Canvas, 'nodes' | 'edges'>
}

self.onmessage = ({ data: { id, canvas } }: MessageEvent<LayoutTask>) => self.postMessage({ id, laidOut: layOut(canvas) })
