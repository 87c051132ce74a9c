import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { GroupNode, NoteNode } from '../canvas/flow/flow-nodes.ts'
import groupLook from '../canvas/flow/group-frame.module.css'
import noteLook from '../canvas/flow/note-card.module.css'
import { Markdown } from '../design/markdown.tsx'

/** A sticky note, to be read. */
export const RunNote = memo(function RunNote({ data: { note } }: NodeProps<NoteNode>) {
  return (
    <div className={noteLook.note} data-color={note.color ?? 'amber'}>
      <Markdown text={note.text} />
    </div>
  )
})

/** What belongs together for people. */
export const RunGroup = memo(function RunGroup({ data: { group } }: NodeProps<GroupNode>) {
  return (
    <div className={groupLook.frame}>
      <span className={groupLook.title}>{group.title}</span>
    </div>
  )
})
