import type { Canvas } from '../../model/canvas.ts'
import type { LaidOut } from './lay-out.ts'
import type { LayoutTask } from './layout.worker.ts'
import address from './layout.worker.ts?worker&url'

/** The page's policy lets one script address be made of text: this one, which the build has written. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

let shared: Worker | undefined
let count = 0

/** Opens it beforehand: it takes as long as the workflow takes to come. */
export function readyLayout(): void {
  shared ??= openWorker()
}

/** Lays a workflow out beside the page, so that a large one does not hold the hand that drags. */
export function layOutAside({ nodes, edges }: Pick<Canvas, 'nodes' | 'edges'>): Promise<LaidOut> {
  shared ??= openWorker()
  const worker = shared
  const id = ++count
  const task: LayoutTask = { id, canvas: { nodes, edges } }
  worker.postMessage(task)
  return new Promise((resolve, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(`The layout failed: ${message}`)), { once: true })
    worker.addEventListener('message', function hear({ data }: MessageEvent<{ id: number; laidOut: LaidOut }>) {
      if (data.id !== id) return
      worker.removeEventListener('message', hear)
      resolve(data.laidOut)
    })
  })
}

function openWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes } // Not every browser has them.
  const policy = trustedTypes?.createPolicy('millrace-worker', { createScriptURL: (url) => url })
  return new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' })
}
