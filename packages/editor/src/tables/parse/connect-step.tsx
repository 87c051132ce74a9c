import { useQueryClient } from '@tanstack/react-query'
import { ArrowRight, CircleCheck, CloudDownload, Pencil, Plug, Plus } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Connection } from '../../api/api-schema.ts'
import { Button } from '../../design/button.tsx'
import { Empty } from '../../design/empty.tsx'
import { Failure } from '../../design/failure.tsx'
import { Loading } from '../../design/loading.tsx'
import { Select } from '../../design/select.tsx'
import { counted, namesOffered, sumOf } from '../../model/tables/parse-import.ts'
import { ConnectionDialog } from '../../panel/connection-dialog.tsx'
import { ValueField } from '../../panel/value-field.tsx'
import styles from './connect-step.module.css'
import { keepConnection, keptConnection } from './kept-connection.ts'
import { LastImport } from './last-import.tsx'
import page from './parse-page.module.css'
import type { Place } from './place.ts'
import { StepFrame } from './step-frame.tsx'
import { parseType, useParseConnections } from './use-parse-connections.ts'
import { type ParseReview, reviewKey, useReview } from './use-review.ts'

interface ConnectStepProps {
  /** Of the address; empty where it names none. */
  readonly connection: string
  onGo(place: Place, isReplacing?: boolean): void
}

/** Which Parse server: one that is known, or a new one. It goes on only from one that has answered. */
export function ConnectStep({ connection: named, onGo }: ConnectStepProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: connections, error, refetch } = useParseConnections()
  const [dialog, setDialog] = useState<'make' | 'change'>()
  const isCalled = (wanted: string) => connections?.find(({ name }) => name === wanted)
  const chosen = named === '' ? (isCalled(keptConnection()) ?? connections?.[0]) : isCalled(named)
  const name = chosen?.name ?? ''
  const review = useReview(name, false)
  const hasAnswered = review.data !== undefined && review.error === null && !review.isFetching

  function goOn() {
    keepConnection(name)
    onGo({ step: 'review', connection: name })
  }
  function choose(connection: string) {
    onGo({ step: 'connect', connection }, true)
  }
  function keep(connection: string) {
    // What was answered with other values says nothing.
    client.removeQueries({ queryKey: [...reviewKey, connection] })
    choose(connection)
  }
  return (
    <StepFrame
      actions={
        <>
          <Button onClick={() => void navigate('/tables')}>Cancel</Button>
          <span className={page.gap} />
          {chosen !== undefined && (
            <Button look={hasAnswered ? 'plain' : 'main'} icon={Plug} isBusy={review.isFetching} onClick={() => void review.refetch()}>
              Test the connection
            </Button>
          )}
          <Button look={hasAnswered ? 'main' : 'plain'} icon={ArrowRight} disabled={!hasAnswered} onClick={goOn}>
            Next
          </Button>
        </>
      }
    >
      <LastImport />
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {connections === undefined && error === null && <Loading what="the connections" />}
      {connections?.length === 0 && <NoConnections onMake={() => setDialog('make')} />}
      {connections !== undefined && connections.length > 0 && (
        <>
          <p className={styles.text}>
            Records, pointers, relations and files are copied into tables of the same names. The Parse server is only read: it goes on as it
            is, and the import can be run again to fetch what has come since.
          </p>
          <div className={styles.choice}>
            <Select
              label="Connection"
              placeholder="Choose one …"
              options={connections.map((one) => ({ value: one.name, label: one.name, help: placeOf(one) }))}
              value={chosen?.name ?? null}
              onChange={choose}
            />
            {chosen?.origin === 'store' && (
              <Button icon={Pencil} onClick={() => setDialog('change')}>
                Change
              </Button>
            )}
            <Button icon={Plus} onClick={() => setDialog('make')}>
              New connection
            </Button>
          </div>
          {named !== '' && chosen === undefined && (
            <Failure error={`There is no connection “${named}” to a Parse server: choose another one, or make it.`} />
          )}
          <div role="status" className={styles.said}>
            {review.isFetching && <p className={styles.text}>The server is asked for its classes, and each of them is counted …</p>}
            {hasAnswered && <Answered review={review.data} />}
          </div>
          {review.error !== null && !review.isFetching && <Failure error={review.error} />}
        </>
      )}
      {dialog !== undefined && (
        <ConnectionDialog
          Field={ValueField}
          types={[parseType]}
          name={dialog === 'make' ? newName(connections ?? []) : name}
          {...(dialog === 'change' && { changed: chosen })}
          onMade={keep}
          onClose={() => setDialog(undefined)}
        />
      )}
    </StepFrame>
  )
}

function Answered({ review: { classes } }: { readonly review: ParseReview }) {
  const { classes: count, records } = sumOf(classes, new Set(namesOffered(classes)))
  return (
    <p className={styles.good}>
      <CircleCheck size={16} aria-hidden />
      It answers: {counted(count, 'class', 'classes')} with {counted(records, 'record')}.
    </p>
  )
}

function NoConnections({ onMake }: { onMake(): void }) {
  return (
    <Empty
      icon={CloudDownload}
      title="Where your records are"
      actions={
        <Button look="main" icon={Plus} onClick={onMake}>
          New connection
        </Button>
      }
    >
      <p>
        Give the address of the Parse server, its application id and its master key. The keys are encrypted and never shown again; the
        server is only read.
      </p>
    </Empty>
  )
}

/** The address tells two of them apart better than their type. */
function placeOf({ values }: Connection): string {
  const { serverUrl } = values as { readonly serverUrl?: unknown } // An object by the schema of its type.
  return typeof serverUrl === 'string' ? serverUrl : ''
}

function newName(taken: readonly Connection[]): string {
  const isFree = (name: string) => !taken.some((one) => one.name === name)
  for (let count = 1; ; count++) {
    const name = count === 1 ? 'parse' : `parse_${count}`
    if (isFree(name)) return name
  }
}
