import { Handle, type NodeProps, Position } from '@xyflow/react'
import { ChevronDown } from 'lucide-react'
import { memo, Suspense, useState } from 'react'
import { groupKey } from '../../model/folding.ts'
import { useEditorStore } from '../editor-context.ts'
import { ClosedGroup } from '../late-parts.ts'
import type { GroupNode } from './flow-nodes.ts'
import styles from './group-frame.module.css'

/** What belongs together for people; it changes nothing of what runs. */
export const GroupFrame = memo(function GroupFrame({ data: { group } }: NodeProps<GroupNode>) {
  if (!group.isClosed) return <OpenGroup group={group} />
  return (
    <>
      <Suspense>
        <ClosedGroup group={group} />
      </Suspense>
      {/* There from the start: what is measured before the box has come has no ends, and its edges are not drawn. */}
      <Handle type="target" id="in" className={styles.end} position={Position.Left} isConnectable={false} />
      <Handle type="source" id="out" className={styles.end} position={Position.Right} isConnectable={false} />
    </>
  )
})

function OpenGroup({ group }: GroupNode['data']) {
  const store = useEditorStore()
  const [title, setTitle] = useState<string>()
  function leave() {
    const kept = store.getState().layout.groups?.[group.id]
    if (kept !== undefined && title !== undefined && title !== kept.title)
      store.getState().place('rename the group', { groups: { [group.id]: { ...kept, title } } })
    setTitle(undefined)
  }
  return (
    <div className={styles.frame}>
      {title === undefined ? (
        <button type="button" className={`${styles.title} nodrag`} onClick={() => setTitle(group.title)}>
          {group.title}
        </button>
      ) : (
        <input
          className={`${styles.input} nodrag`}
          aria-label="Title of the group"
          // biome-ignore lint/a11y/noAutofocus: it is opened to be written into.
          autoFocus
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          onBlur={leave}
          onKeyDown={(event) => (event.key === 'Enter' || event.key === 'Escape') && leave()}
        />
      )}
      <button
        type="button"
        className={`${styles.fold} nodrag`}
        aria-label={`Close ${group.title}`}
        onClick={() => store.getState().changeLayout({ collapsed: { [groupKey(group.id)]: true } })}
      >
        <ChevronDown size={16} aria-hidden />
      </button>
    </div>
  )
}
