import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ListedTrigger } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { useFollow } from '../api/use-follow.ts'
import { describe } from '../model/describe.ts'

/** A trigger with what its workflow is called, and what starts it in a few words. */
export interface ShownTrigger extends ListedTrigger {
  /** Of the two ids: how the page knows it. */
  readonly key: string
  readonly workflowName: string
  readonly about: string
}

export const triggersKey = ['triggers'] as const
/** Both lists are paged by workflows. */
const pageSize = 200

export interface Triggers {
  /** Undefined until they have come. */
  readonly items: readonly ShownTrigger[] | undefined
  readonly error: unknown
  readAgain(): void
}

/** Every trigger of every published workflow, kept current by what happens. */
export function useTriggers(): Triggers {
  const { data, error, refetch } = useQuery({ queryKey: triggersKey, queryFn: ({ signal }) => readAll(signal) })
  const client = useQueryClient()
  // With all that stands beside the list: the next times of a schedule.
  const read = () => client.invalidateQueries({ queryKey: triggersKey })
  useFollow({ topics: [{ triggers: true }, { workflows: true }, { all: true }], read })
  return { items: data, error, readAgain: () => void refetch() }
}

async function readAll(signal: AbortSignal): Promise<readonly ShownTrigger[]> {
  const shown: ShownTrigger[] = []
  let cursor: string | undefined
  do {
    const query = { limit: pageSize, ...(cursor !== undefined && { cursor }) }
    const [triggers, workflows] = await Promise.all([
      call('GET /api/v1/triggers', { query, signal }),
      call('GET /api/v1/workflows', { query, signal }),
    ])
    const known = new Map(workflows.items.map((workflow) => [workflow.id, workflow]))
    for (const trigger of triggers.items) {
      const workflow = known.get(trigger.workflowId)
      const written = workflow?.triggers.find(({ id }) => id === trigger.triggerId)?.with
      shown.push({
        ...trigger,
        key: `${trigger.workflowId}/${trigger.triggerId}`,
        workflowName: workflow?.name ?? trigger.workflowId,
        about: trigger.sentence ?? describe('trigger', trigger.type, written as Parameters<typeof describe>[2]), // As the file has it: JSON.
      })
    }
    cursor = triggers.nextCursor
  } while (cursor !== undefined)
  return shown
}
