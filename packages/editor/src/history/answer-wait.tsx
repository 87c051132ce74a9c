import { useMutation } from '@tanstack/react-query'
import type { Step } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Failure } from '../design/failure.tsx'
import styles from './answer-wait.module.css'

interface AnswerWaitProps {
  readonly step: Step
  readonly executionId: string
}

/** What a waiting step waits for, and the ways to give it. */
export function AnswerWait({ step: { step, waiting }, executionId }: AnswerWaitProps) {
  const decide = useMutation({
    mutationFn: (decision: 'approved' | 'rejected') =>
      call('POST /api/v1/executions/{id}/steps/{step}/decision', { params: { id: executionId, step }, body: { decision } }),
  })
  if (waiting === undefined) return undefined
  return (
    <section className={styles.wait} aria-label="What it waits for">
      {waiting.for === 'approval' && (
        <>
          <Button look="main" isBusy={decide.isPending && decide.variables === 'approved'} onClick={() => decide.mutate('approved')}>
            Approve
          </Button>
          <Button isBusy={decide.isPending && decide.variables === 'rejected'} onClick={() => decide.mutate('rejected')}>
            Reject
          </Button>
        </>
      )}
      {waiting.for === 'event' && (
        <p>
          It goes on with the event <code>{waiting.event}</code>.
        </p>
      )}
      {waiting.url !== undefined && (
        <p className={styles.address}>
          <code>{waiting.url}</code> <CopyButton text={waiting.url} what="the address" />
          <span>Whoever has it may answer, once.</span>
        </p>
      )}
      {decide.error !== null && <Failure error={decide.error} />}
    </section>
  )
}
