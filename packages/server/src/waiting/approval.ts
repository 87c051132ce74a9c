import type { Json, JsonObject } from '@millrace/engine'
import type { OpenWait } from '@millrace/runtime'
import { z } from 'zod'

/** What a step that waits for a decision tells of itself. */
export interface Approval {
  readonly title: string
  readonly message?: string | undefined
  readonly details?: Json | undefined
}

const about = z.object({ type: z.literal('approval'), title: z.string(), message: z.string().optional(), details: z.json().optional() })

/** Undefined for a step that waits for something else. */
export function approvalOf(wait: Pick<OpenWait, 'about'>): Approval | undefined {
  return about.safeParse(wait.about).data
}

const longestComment = 4000

export const decisionFields = {
  decision: z.enum(['approved', 'rejected']),
  comment: z.string().max(longestComment).optional(),
}

export interface Decision {
  readonly decision: 'approved' | 'rejected'
  readonly comment?: string | undefined
  readonly by?: string | undefined
}

/** The signal that a decision is. */
export function decisionSignal({ decision, comment, by }: Decision, at: number): { data: JsonObject; port: string; by?: string } {
  const said = comment?.trim()
  const data = { decision, comment: said || null, by: by ?? null, at: new Date(at).toISOString() }
  return { data, port: decision, ...(by !== undefined && { by }) }
}
