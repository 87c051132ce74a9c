import type { Problem } from '@millrace/engine'
import { ChevronDown, ChevronUp, CircleX, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useEditorStore } from './editor-context.ts'
import { useHands } from './editor-hand.ts'
import { keysAtPath } from './keys-at-path.ts'
import styles from './problem-list.module.css'
import { useProblems } from './use-problems.ts'

interface ProblemListProps {
  readonly isTextShown: boolean
  /** Shows the text. */
  onText(): void
}

/** All that is wrong with the text; each line jumps to its node and its place. */
export function ProblemList({ isTextShown, onText }: ProblemListProps) {
  const problems = useProblems()
  const [isOpen, setIsOpen] = useState(true)
  const store = useEditorStore()
  const { reach } = useHands()
  if (problems.length === 0) return null
  function jump({ path, position }: Problem) {
    const { canvas, select, show, focus, open } = store.getState()
    const keys = keysAtPath(canvas, path)
    select(keys)
    focus(keys[0])
    const [key] = keys
    if (key !== undefined) reach(key)
    // Where no text is shown, the panel of the node has the field; types and edges are changed in the text alone.
    const node = canvas.nodes.find((one) => one.key === key)
    const field = node && path[node.path.length]
    if (key !== undefined && !isTextShown && field !== undefined && field !== 'type' && field !== 'next') return open(key)
    onText()
    show({ offset: position.offset, withFocus: true })
  }
  return (
    <section className={styles.list} aria-label="Problems">
      <button type="button" className={styles.head} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
        {counted(problems)}
      </button>
      {isOpen && (
        <ul className={styles.rows}>
          {problems.map((problem) => (
            <li key={`${problem.code} ${problem.path.join('.')} ${problem.position.offset}`}>
              <button type="button" className={styles.row} onClick={() => jump(problem)}>
                <Mark severity={problem.severity} />
                <span className={styles.text}>{problem.message}</span>
                <span className={styles.place}>line {problem.position.line}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Mark({ severity }: Pick<Problem, 'severity'>) {
  const isError = severity === 'error'
  const Icon = isError ? CircleX : TriangleAlert
  return (
    <span className={styles.mark} data-severity={severity}>
      <Icon size={14} aria-hidden />
      {isError ? 'Mistake' : 'Warning'}
    </span>
  )
}

function counted(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const words = [
    errors > 0 && (errors === 1 ? '1 mistake' : `${errors} mistakes`),
    warnings > 0 && (warnings === 1 ? '1 warning' : `${warnings} warnings`),
  ]
  return words.filter((word) => word !== false).join(', ')
}
