import type { Verdict } from '@millrace/engine'
import { Equal, type LucideIcon, Minus, Plus, Shuffle, Split, Timer } from 'lucide-react'

interface Look {
  readonly icon: LucideIcon
  readonly word: string
  /** What it means, with A the one that is compared with and B the one that is pinned. */
  readonly meaning: string
}

/** Icon and word of how two executions differ at a node, the gravest first. */
export const verdictLooks = {
  'only-in-a': { icon: Minus, word: 'Only in A', meaning: 'Only A came here' },
  'only-in-b': { icon: Plus, word: 'Only in B', meaning: 'Only B came here' },
  'path-differs': { icon: Split, word: 'Path differs', meaning: 'Both came here, and it ended otherwise or left by another port' },
  'output-differs': { icon: Shuffle, word: 'Output differs', meaning: 'Both went the same way with another output' },
  slower: { icon: Timer, word: 'Slower', meaning: 'B took longer for the same, by half or more' },
  same: { icon: Equal, word: 'Same', meaning: 'The same status, port and output' },
} as const satisfies Record<Verdict, Look>

export const verdicts = Object.keys(verdictLooks) as readonly Verdict[] // Its own keys.
