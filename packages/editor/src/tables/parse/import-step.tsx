import { isFinal } from '@millrace/engine'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, Play, RotateCw, Table2, Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { call } from '../../api/call.ts'
import { useFollow } from '../../api/use-follow.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/confirm-dialog.tsx'
import { Failure } from '../../design/failure.tsx'
import { Loading } from '../../design/loading.tsx'
import { shownStatus } from '../../model/tables/parse-import.ts'
import { tablesKey } from '../use-tables.ts'
import { ClassProgress } from './class-progress.tsx'
import { ImportState } from './import-state.tsx'
import styles from './import-step.module.css'
import page from './parse-page.module.css'
import type { Place } from './place.ts'
import { StepFrame } from './step-frame.tsx'
import { type ParseImport, parseImportKey, useParseImport } from './use-parse-import.ts'
import { reviewKey } from './use-review.ts'
import { parseWorkflow } from './workflow.ts'

interface ImportStepProps {
  readonly executionId: string
  onGo(place: Place, isReplacing?: boolean): void
}

/** How far the import is. It is an execution like any other: nobody needs to look at it. */
export function ImportStep({ executionId, onGo }: ImportStepProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data, error, refetch } = useParseImport(executionId)
  const [isAsking, setIsAsking] = useState(false)
  const read = () => client.invalidateQueries({ queryKey: parseImportKey(executionId) })
  useFollow({ topics: [{ executionId }], read })
  const hasEnded = data !== undefined && isFinal(data.status)
  useEffect(() => {
    if (!hasEnded) return
    void client.invalidateQueries({ queryKey: tablesKey })
    client.removeQueries({ queryKey: reviewKey })
  }, [client, hasEnded])

  const control = useMutation({
    mutationFn: (name: 'cancel' | 'resume'): Promise<unknown> =>
      call(`POST /api/v1/executions/{id}/${name}`, { params: { id: executionId }, body: {} }),
    onSuccess() {
      setIsAsking(false)
      return read()
    },
  })
  const retry = useMutation({
    mutationFn: () => call('POST /api/v1/executions/{id}/retry', { params: { id: executionId }, body: {} }),
    onSuccess: (again) => onGo({ step: 'import', execution: again.executionId }, true),
  })
  return (
    <StepFrame
      trouble={
        <>
          {retry.error !== null && <Failure error={retry.error} />}
          {control.error !== null && !isAsking && <Failure error={control.error} />}
        </>
      }
      actions={
        <>
          {(hasEnded || (error !== null && data === undefined)) && (
            <Button onClick={() => onGo({ step: 'connect', connection: data?.connection ?? '' })}>Another import</Button>
          )}
          {data !== undefined && !hasEnded && (
            <Button icon={Ban} onClick={() => setIsAsking(true)}>
              Cancel the import
            </Button>
          )}
          <span className={page.gap} />
          <Link className={styles.canvas} to={`/workflows/${parseWorkflow}?execution=${encodeURIComponent(executionId)}`}>
            <Workflow size={16} aria-hidden />
            See it on the canvas
          </Link>
          {data?.status === 'paused' && (
            <Button look="main" icon={Play} isBusy={control.isPending} onClick={() => control.mutate('resume')}>
              Resume
            </Button>
          )}
          <LastAction
            data={data}
            isBusy={retry.isPending}
            onRetry={() => retry.mutate()}
            onGo={onGo}
            onTables={() => void navigate('/tables')}
          />
        </>
      }
    >
      {error !== null && data === undefined && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="how far it is" />}
      {data !== undefined && <ImportState executionId={executionId} of={data} />}
      {data !== undefined && data.classes.length > 0 && (
        <ul className={styles.classes} aria-label="Classes">
          {data.classes.map((one) => (
            <ClassProgress
              key={one.class}
              of={one}
              isBroken={data.error?.class === one.class}
              isRunning={shownStatus(data.status) === 'running'}
            />
          ))}
        </ul>
      )}
      <ConfirmDialog
        title="Cancel this import?"
        action="Cancel it"
        isOpen={isAsking}
        isBusy={control.isPending}
        error={control.error}
        onConfirm={() => control.mutate('cancel')}
        onClose={() => setIsAsking(false)}
      >
        What has come stays. A later import of the same classes goes through them again, and no record comes twice.
      </ConfirmDialog>
    </StepFrame>
  )
}

interface LastActionProps extends Pick<ImportStepProps, 'onGo'> {
  readonly data: ParseImport | undefined
  readonly isBusy: boolean
  onRetry(): void
  onTables(): void
}

/** What is to be done now. */
function LastAction({ data, isBusy, onRetry, onGo, onTables }: LastActionProps) {
  if (data === undefined || !isFinal(data.status)) return null
  const { status, retriedAs } = data
  if (status === 'success')
    return (
      <Button look="main" icon={Table2} onClick={onTables}>
        To the tables
      </Button>
    )
  if (retriedAs !== undefined)
    return (
      <Button look="main" icon={RotateCw} onClick={() => onGo({ step: 'import', execution: retriedAs })}>
        See its retry
      </Button>
    )
  return (
    <Button look="main" icon={RotateCw} isBusy={isBusy} onClick={onRetry}>
      Retry
    </Button>
  )
}
