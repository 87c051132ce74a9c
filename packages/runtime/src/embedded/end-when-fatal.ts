import { StoreError } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'

type Ports = Pick<RuntimePorts, 'onTrouble' | 'onFatal'>

/**
 * Tells apart, of all the trouble that a driver meets, what ends the process: a claim that failed leaves the disk as doubtful as a commit
 * does. It is told once.
 */
export function endWhenFatal({ onTrouble, onFatal }: Ports): Ports {
  let isOver = false

  function endOnce(error: unknown): void {
    if (isOver) return
    isOver = true
    onFatal(error)
  }

  return {
    onTrouble: (error) => (error instanceof StoreError && error.fatal ? endOnce(error) : onTrouble(error)),
    onFatal: endOnce,
  }
}
