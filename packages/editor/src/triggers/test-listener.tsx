import { useMutation, useQuery } from '@tanstack/react-query'
import { Radio } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { Listener } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { CodeBlock } from '../design/code-block.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Failure } from '../design/failure.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import { Segmented } from '../design/segmented.tsx'
import { Wheel } from '../design/wheel.tsx'
import styles from './test-listener.module.css'

interface TestListenerProps {
  readonly workflowId: string
  readonly triggerId: string
  /** The text of a draft, to listen with that in place of what is published. */
  readonly source?: string
}

/** Waits for one call at the test address of a webhook, and shows what came: what is published is not touched. */
export function TestListener({ workflowId, triggerId, source }: TestListenerProps) {
  const [mode, setMode] = useState<Listener['mode']>('data')
  const listen = useMutation({
    mutationFn() {
      const body = { trigger: triggerId, mode, ...(source !== undefined && { source }) }
      return call('POST /api/v1/workflows/{id}/listen', { params: { id: workflowId }, body })
    },
  })
  const listener = useListener(listen.data)
  const isListening = listener?.status === 'listening'
  useStopWithPage(isListening ? listener.id : undefined)
  return (
    <section className={styles.listener}>
      <h3 className={styles.heading}>Test call</h3>
      <div className={styles.begin}>
        <Segmented
          label="What to do with the call"
          value={mode}
          onChange={setMode}
          choices={[
            { value: 'data', name: 'Show it' },
            { value: 'run', name: 'Run with it' },
          ]}
        />
        <Button icon={Radio} isBusy={listen.isPending || isListening} onClick={() => listen.mutate()}>
          Listen
        </Button>
      </div>
      {listen.error !== null && <Failure error={listen.error} />}
      <div role="status" className={styles.said}>
        {listener !== undefined && <Heard listener={listener} />}
      </div>
    </section>
  )
}

/** What is known of it, asked again until its call has come: each question waits for that on the server. */
function useListener(begun: Listener | undefined): Listener | undefined {
  const { data } = useQuery({
    queryKey: ['listener', begun?.id],
    enabled: begun !== undefined,
    queryFn: ({ signal }) => call('GET /api/v1/listeners/{id}', { params: { id: begun?.id ?? '' }, query: { wait: 'true' }, signal }),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.status === 'listening' ? 250 : false),
    retry: false,
    gcTime: 0,
  })
  return data ?? begun
}

/** Nobody would see a call that comes after the page was left. */
function useStopWithPage(id: string | undefined): void {
  useEffect(() => {
    if (id === undefined) return
    // One that has ended by itself needs no stopping.
    return () => void call('DELETE /api/v1/listeners/{id}', { params: { id } }).catch(() => undefined)
  }, [id])
}

function Heard({ listener: { status, expiresAt, addresses, call, lastRefusal } }: { readonly listener: Listener }) {
  return (
    <>
      {status === 'listening' && (
        <>
          <p className={styles.waiting}>
            <Wheel size={16} />
            Listening for one call; it ends <RelativeTime at={expiresAt} />
          </p>
          {addresses.map(({ method, url }) => (
            <p key={`${method} ${url}`} className={styles.address}>
              <code>
                {method} {url}
              </code>
              <CopyButton text={url} what="the test address" />
            </p>
          ))}
        </>
      )}
      {status === 'expired' && <p className={styles.note}>No call came. Listen again, and call the test address meanwhile.</p>}
      {call !== undefined && (
        <>
          <p>
            A call came{call.executionId !== undefined && <Link to={`/executions/${call.executionId}`}> and was run</Link>}
            {call.error !== undefined && `, but nothing was started: ${call.error}`}
          </p>
          {call.data !== undefined && <CodeBlock code={JSON.stringify(call.data, null, 2)} what="what came" />}
        </>
      )}
      {call === undefined && lastRefusal !== undefined && (
        <p className={styles.refusal}>
          A call was refused: {lastRefusal.message} <code>{lastRefusal.code}</code>
        </p>
      )}
    </>
  )
}
