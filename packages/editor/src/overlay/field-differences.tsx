import type { ComparedStep, Json } from '@millrace/engine'
import { useState } from 'react'
import { Button } from '../design/button.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { useWholeStep } from '../history/use-execution.ts'
import type { RunStep } from '../model/overlay/run.ts'
import styles from './step-pair.module.css'
import { ValueDifferences } from './value-differences.tsx'

export type Field = 'output' | 'input' | 'error'

interface FieldDifferencesProps {
  readonly compared: ComparedStep<RunStep>
  /** The ids of the two executions. */
  readonly executions: { readonly a: string; readonly b: string }
  readonly field: Field
  readonly what: string
}

/** More is fetched only when it is asked for. */
const mostUnaskedBytes = 2_000_000

/** Where one field of a step differs in two executions. Of a large one only the beginning is here: the whole is fetched for it. */
export function FieldDifferences({ compared, executions, field, what }: FieldDifferencesProps) {
  const { step } = compared
  const [cutA, cutB] = [compared.a?.previews?.[field], compared.b?.previews?.[field]]
  const isSame = cutA !== undefined && cutA.hash === cutB?.hash
  const bytes = isSame ? 0 : (cutA?.bytes ?? 0) + (cutB?.bytes ?? 0)
  const [isWanted, setIsWanted] = useState(bytes <= mostUnaskedBytes)
  const a = useWholeStep({ executionId: executions.a, step, isAsked: isWanted && !isSame && cutA !== undefined })
  const b = useWholeStep({ executionId: executions.b, step, isAsked: isWanted && !isSame && cutB !== undefined })
  const failed = [a, b].find(({ error }) => error !== null)

  if (isSame) return <p className={styles.note}>The {what} is the same in both.</p>
  if (!isWanted)
    return (
      <p className={styles.note}>
        It is large: {Math.ceil(bytes / 1_000_000)} MB in both together. <Button onClick={() => setIsWanted(true)}>Compare it whole</Button>
      </p>
    )
  if (failed !== undefined) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />
  const [before, after] = [cutA === undefined ? compared.a : a.data, cutB === undefined ? compared.b : b.data]
  const isMissing = (cutA !== undefined && before === undefined) || (cutB !== undefined && after === undefined)
  if (isMissing) return <Loading what={`the whole ${what}`} />
  return <ValueDifferences before={fieldOf(before, field)} after={fieldOf(after, field)} what={what} />
}

function fieldOf(step: RunStep | undefined, field: Field): Json | undefined {
  return (step as { readonly [Name in Field]?: Json } | undefined)?.[field] // From the API, which speaks JSON.
}
