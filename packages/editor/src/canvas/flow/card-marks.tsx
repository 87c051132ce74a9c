import { CircleX, Pin } from 'lucide-react'
import { Unseen } from '../../design/unseen.tsx'
import type { CanvasNode } from '../../model/canvas-node.ts'
import { RunBadge } from '../../overlay/run-badge.tsx'
import { useEditor } from '../editor-context.ts'
import styles from './card-marks.module.css'

interface CardMarksProps {
  readonly nodeKey: string
  readonly node: CanvasNode
}

/** At the corner of a node: that it has mistakes, and how it did in the execution that is shown. */
export function CardMarks({ nodeKey, node }: CardMarksProps) {
  const mistakes = useEditor(({ mistakes }) => mistakes.get(nodeKey))
  const badge = useEditor(({ overlay }) => overlay?.badges.get(nodeKey))
  const isPinned = useEditor(({ pinned }) => node.kind !== 'trigger' && pinned.has(node.id))
  if (mistakes === undefined && badge === undefined && !isPinned) return null
  return (
    <span className={styles.marks} data-scope={node.kind === 'scope' && !node.isCollapsed}>
      {mistakes !== undefined && (
        <span className={styles.mistake} title={mistakes.join('\n')}>
          <CircleX size={16} aria-hidden />
          <Unseen>{mistakes.join('; ')}</Unseen>
        </span>
      )}
      {isPinned && (
        <span className={styles.pinned} title="Its output is pinned: test runs give that instead of running it">
          <Pin size={14} aria-hidden />
          <Unseen>Pinned</Unseen>
        </span>
      )}
      {badge !== undefined && <RunBadge badge={badge} />}
    </span>
  )
}
