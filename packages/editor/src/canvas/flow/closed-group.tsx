import { Boxes, ChevronRight } from 'lucide-react'
import { groupKey } from '../../model/folding.ts'
import { useEditor, useEditorStore } from '../editor-context.ts'
import styles from './closed-group.module.css'
import type { GroupFrame } from './group-frames.ts'
import { useCardFocus } from './use-card-focus.ts'

/** A group that is closed: one box in place of its nodes, at which their edges end. */
export function ClosedGroup({ group: { id, title, keys } }: { readonly group: GroupFrame }) {
  const store = useEditorStore()
  const focus = useCardFocus(groupKey(id), keys)
  const hasMistake = useEditor(({ mistakes }) => keys.some((key) => mistakes.has(key)))
  const count = keys.length === 1 ? '1 node' : `${keys.length} nodes`
  const line = hasMistake ? `${count}, a mistake` : count
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this is a figure that takes the focus.
    <div className={styles.card} role="group" {...focus} aria-label={`${title}, closed group, ${line}`} data-wrong={hasMistake}>
      <Boxes size={20} aria-hidden />
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.line}>{line}</span>
      </span>
      <button
        type="button"
        className={`${styles.open} nodrag`}
        aria-label={`Open ${title}`}
        onClick={() => store.getState().changeLayout({ collapsed: { [groupKey(id)]: null } })}
      >
        <ChevronRight size={16} aria-hidden />
      </button>
    </div>
  )
}
