import { type ComparedExecutions, type ComparedStep, isStartOther, type Verdict } from '@millrace/engine'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Execution } from '../api/api-schema.ts'
import { IconButton } from '../design/icon-button.tsx'
import { triggerIdOf, triggerKey } from '../model/canvas-node.ts'
import type { RunStep } from '../model/overlay/run.ts'
import styles from './compare-panel.module.css'
import { StartPair } from './start-pair.tsx'
import { StepPair } from './step-pair.tsx'
import { verdicts } from './verdict-looks.ts'
import { VerdictMark } from './verdict-mark.tsx'

interface ComparePanelProps {
  readonly compared: ComparedExecutions<RunStep>
  readonly executions: { readonly a: Execution; readonly b: Execution }
  /** The node that is selected, which the canvas need not have. */
  readonly selected: string | undefined
  onSelect(node: string): void
}

/** Where two executions differ, step by step, and what exactly is different there. */
export function ComparePanel({ compared, executions, selected, onSelect }: ComparePanelProps) {
  const [only, setOnly] = useState<Verdict>()
  const [path, setPath] = useState<string>()
  const { steps } = compared
  const { a, b } = executions
  const start = triggerKey(b.triggerId)
  const startsDiffer = useMemo(() => isStartOther(a, b), [a, b])
  const ofNode = steps.filter(({ node }) => node === selected)
  const shown =
    ofNode.find(({ step }) => step === path) ??
    ofNode.find((one) => one === compared.first) ??
    ofNode.find(({ verdict }) => verdict === compared.nodes.get(selected ?? ''))
  const different = steps.filter(({ verdict }) => verdict !== 'same')
  const listed = only === undefined ? different : steps.filter(({ verdict }) => verdict === only)
  const partial = steps.filter(({ isPartial }) => isPartial).length
  const at = listed.findIndex(({ step }) => step === shown?.step)
  function choose(one: ComparedStep<RunStep> | undefined) {
    if (one === undefined) return
    setPath(one.step)
    onSelect(one.node)
  }
  return (
    <section className={styles.panel} aria-label="Differences">
      <header className={styles.head}>
        <h2 className={styles.title}>
          {different.length > 0 ? wordsOf(different.length) : startsDiffer ? 'No step differs' : 'No differences'}
        </h2>
        <IconButton icon={ChevronLeft} label="Difference before" isSmall disabled={at <= 0} onClick={() => choose(listed[at - 1])} />
        <IconButton
          icon={ChevronRight}
          label="Next difference"
          isSmall
          disabled={at >= listed.length - 1}
          onClick={() => choose(listed[at + 1])}
        />
      </header>
      <div className={styles.counts}>
        {verdicts.map((verdict) => {
          const count = steps.filter((one) => one.verdict === verdict).length
          if (count === 0) return null
          return (
            <button
              key={verdict}
              type="button"
              className={styles.count}
              aria-pressed={only === verdict}
              onClick={() => setOnly(only === verdict ? undefined : verdict)}
            >
              <VerdictMark verdict={verdict} />
              {count}
            </button>
          )
        })}
      </div>
      {partial > 0 && (
        <p className={styles.partial}>
          Not all that {partial === 1 ? '1 step' : `${partial} steps`} gave out was kept: that may differ too.
        </p>
      )}
      {(listed.length > 0 || startsDiffer) && (
        <ol className={styles.list} aria-label="Steps that differ">
          {startsDiffer && only === undefined && (
            <li>
              <button type="button" className={styles.step} aria-current={selected === start} onClick={() => onSelect(start)}>
                They were started with different data
              </button>
            </li>
          )}
          {listed.slice(0, mostListed).map((one) => (
            <li key={one.step}>
              <button type="button" className={styles.step} aria-current={one === shown} onClick={() => choose(one)}>
                <code>{one.step}</code>
                <VerdictMark verdict={one.verdict} />
              </button>
            </li>
          ))}
          {listed.length > mostListed && <li className={styles.more}>… and {listed.length - mostListed} more: choose a kind above</li>}
        </ol>
      )}
      {selected !== undefined && triggerIdOf(selected) !== undefined ? (
        <StartPair a={a} b={b} />
      ) : shown === undefined ? (
        <p className={styles.nothing}>
          {selected === undefined ? 'Choose a node to see both executions there.' : 'Neither of the two came to this node.'}
        </p>
      ) : (
        <StepPair key={shown.step} compared={shown} executions={{ a: a.id, b: b.id }} />
      )}
    </section>
  )
}

const mostListed = 200

function wordsOf(count: number): string {
  return count === 1 ? '1 step differs' : `${count} steps differ`
}
