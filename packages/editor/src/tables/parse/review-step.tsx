import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, Download, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { ApiError, call } from '../../api/call.ts'
import { Button } from '../../design/button.tsx'
import { Failure } from '../../design/failure.tsx'
import { Loading } from '../../design/loading.tsx'
import { counted, namesOffered, sumOf } from '../../model/tables/parse-import.ts'
import { LastImport } from './last-import.tsx'
import page from './parse-page.module.css'
import type { Place } from './place.ts'
import { ReviewClasses } from './review-classes.tsx'
import { StepFrame } from './step-frame.tsx'
import { reviewKey, useReview } from './use-review.ts'

interface ReviewStepProps {
  readonly connection: string
  onGo(place: Place): void
}

/** What would come, what it becomes here, and what stays behind: all of it before anything is written. */
export function ReviewStep({ connection, onGo }: ReviewStepProps) {
  const client = useQueryClient()
  const { data, error, isFetching, refetch } = useReview(connection, true)
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set())
  const classes = data?.classes ?? []
  const chosen = new Set(namesOffered(classes).filter((name) => !dropped.has(name)))
  const sum = sumOf(classes, chosen)
  const start = useMutation({
    mutationFn: () => call('POST /api/v1/import/parse', { body: { connection, classes: [...chosen] } }),
    onSuccess({ execution }) {
      // What is there already is another number from now on.
      client.removeQueries({ queryKey: reviewKey })
      onGo({ step: 'import', execution })
    },
  })
  function choose(names: readonly string[], isChosen: boolean) {
    const next = new Set(dropped)
    for (const name of names) isChosen ? next.delete(name) : next.add(name)
    setDropped(next)
  }
  return (
    <StepFrame
      trouble={
        start.error !== null && (
          <>
            <Failure error={start.error} />
            {start.error instanceof ApiError && start.error.code === 'PARSE_IMPORT_RUNNING' && <LastImport />}
          </>
        )
      }
      actions={
        <>
          <Button icon={ArrowLeft} onClick={() => onGo({ step: 'connect', connection })}>
            Back
          </Button>
          <span className={page.gap} role="status">
            {start.isPending && 'The tables are made …'}
          </span>
          <Button icon={RefreshCw} isBusy={isFetching} onClick={() => void refetch()}>
            Count again
          </Button>
          <Button look="main" icon={Download} isBusy={start.isPending} disabled={sum.classes === 0} onClick={() => start.mutate()}>
            Import {counted(sum.records, 'record')}
          </Button>
        </>
      }
    >
      {error !== null && !isFetching && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && isFetching && <Loading what="the classes, and how many records each of them has" />}
      {data !== undefined && <ReviewClasses review={data} chosen={chosen} onChoose={choose} />}
    </StepFrame>
  )
}
