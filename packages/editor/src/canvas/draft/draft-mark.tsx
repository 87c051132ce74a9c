import { CircleAlert, CloudCheck, CloudOff, CloudUpload, GitBranch, type LucideIcon } from 'lucide-react'
import styles from './draft-mark.module.css'
import type { DraftState } from './draft-state.ts'

interface Mark {
  readonly icon: LucideIcon
  readonly word: string
  readonly tip: string
  readonly tone: 'quiet' | 'busy' | 'bad'
}

/** How the text stands with the server, and with what is published. */
export function DraftMark({ draft, isEdited }: { readonly draft: DraftState; readonly isEdited: boolean }) {
  const { icon: Icon, word, tip, tone } = markOf(draft, isEdited)
  return (
    <span className={styles.mark} data-tone={tone} title={tip} role="status">
      <Icon size={16} aria-hidden />
      {word}
    </span>
  )
}

function markOf({ status, failure, isBehind, base, newest }: DraftState, isEdited: boolean): Mark {
  if (status === 'conflict') return { icon: CircleAlert, word: 'Conflict', tip: 'Somebody else has changed the same.', tone: 'bad' }
  if (status === 'failed') return { icon: CloudOff, word: 'Not saved', tip: failure ?? '', tone: 'bad' }
  if (status === 'saving' || status === 'unsaved') return { icon: CloudUpload, word: 'Saving …', tip: 'It is on its way.', tone: 'busy' }
  if (isBehind) {
    const tip = `This draft began with version ${base ?? 0}; version ${newest ?? 0} was published since.`
    return { icon: GitBranch, word: 'Behind', tip, tone: 'bad' }
  }
  if (isEdited || newest === undefined)
    return { icon: CloudCheck, word: 'Draft saved', tip: 'Kept by the server. Triggers use what is published.', tone: 'quiet' }
  return { icon: CloudCheck, word: `Version ${newest}`, tip: 'This is what is published.', tone: 'quiet' }
}
