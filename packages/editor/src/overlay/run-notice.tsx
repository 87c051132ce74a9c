import { Info } from 'lucide-react'
import type { Execution } from '../api/api-schema.ts'
import { Segmented } from '../design/segmented.tsx'
import type { PlacedStep } from '../model/overlay/run.ts'
import styles from './run-notice.module.css'
import type { RunPlace } from './run-place.ts'
import type { RunCanvases } from './use-run-canvas.ts'

interface RunNoticeProps {
  readonly execution: Execution
  readonly canvases: RunCanvases
  readonly notice: string | undefined
  readonly steps: readonly PlacedStep[]
  readonly shown: RunPlace['shown']
  onShow(shown: RunPlace['shown']): void
}

/** What one must know of what is shown: another version, nothing recorded, or why it waits. */
export function RunNotice({ execution, canvases, notice, steps, shown, onShow }: RunNoticeProps) {
  const { ran, current, isChanged } = canvases
  const canSwitch = isChanged && ran !== undefined && current !== undefined
  const version = steps.length === 0 ? emptySentence(execution, notice) : (versionSentence(execution, canvases, steps, shown) ?? notice)
  const sentence = [version, keptSentence(execution)].filter((one) => one !== undefined).join(' ') || undefined
  if (sentence === undefined && execution.waitsFor === undefined) return null
  return (
    <div className={styles.strip} role="status">
      <Info className={styles.icon} size={16} aria-hidden />
      <p className={styles.text}>
        {sentence}
        {execution.waitsFor !== undefined && ` ${execution.waitsFor.sentence}`}
      </p>
      {canSwitch && (
        <Segmented
          label="Which version is shown"
          choices={[
            { value: 'ran', name: 'As it ran' },
            { value: 'current', name: 'As it is now' },
          ]}
          value={shown}
          onChange={onShow}
        />
      )}
    </div>
  )
}

/** Of what has only just begun, nothing can be recorded. */
function emptySentence({ status }: Execution, notice: string | undefined): string | undefined {
  return status === 'queued' || status === 'running' ? 'No step has begun yet: they appear here as they do.' : notice
}

/** Where no value is kept as it was, whoever looks for one shall know why. */
function keptSentence({ steps }: Execution): string | undefined {
  const ran = steps.filter(({ status }) => status !== 'skipped')
  const isNothingKept = ran.length > 0 && ran.every(({ hides }) => hides?.includes('output') === true)
  return isNothingKept
    ? 'Values of its steps are not kept, or not as they were: the capture settings of the workflow or of the instance say so.'
    : undefined
}

function versionSentence(
  { workflowVersion }: Execution,
  { ran, current, isChanged }: RunCanvases,
  steps: readonly PlacedStep[],
  shown: RunPlace['shown'],
): string | undefined {
  if (ran === undefined) return `Version ${workflowVersion}, which ran, is no longer kept: you see the workflow as it is now.`
  if (current === undefined) return 'The workflow has been deleted since: you see it as it ran.'
  if (!isChanged) return undefined
  const keys = new Set(current.nodes.map(({ key }) => key))
  const left = steps.filter(({ step }) => keys.has(step.node)).length
  const words = `${left} of ${steps.length} steps are on the current version: the workflow has changed since.`
  return shown === 'ran' ? `You see version ${workflowVersion}, which ran. ${words}` : `You see the workflow as it is now. ${words}`
}
