import type { NodeType } from '@millrace/kit'
import type { StepPlace } from '../../ports.ts'

export interface TestPlace extends StepPlace {
  /** What was told to be masked, in order. */
  readonly secrets: string[]
  /** Ends the attempt. */
  end(): void
}

/** The place of a step whose node type takes these connection types. */
export function stepPlace({ account = 'default', connections = [] as readonly string[], type = 'test.node' } = {}): TestPlace {
  const secrets: string[] = []
  const ends: (() => void)[] = []
  return {
    account,
    workflowId: 'orders',
    executionId: 'e1',
    step: 's',
    eventDepth: 0,
    readsSecrets: false,
    nodeType: { type, connections } as unknown as NodeType, // The host reads no more of it.
    signal: () => new AbortController().signal,
    onSecret: (text) => void secrets.push(text),
    onEnd: (callback) => void ends.push(callback),
    secrets,
    end: () => {
      for (const callback of ends.splice(0)) callback()
    },
  }
}
