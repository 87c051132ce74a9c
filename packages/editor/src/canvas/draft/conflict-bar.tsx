import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { CodeBlock } from '../../design/code-block.tsx'
import { Dialog } from '../../design/dialog.tsx'
import styles from './conflict-bar.module.css'
import type { Theirs } from './draft-state.ts'
import type { KeptDraft } from './keep-draft.ts'

/** Somebody else has changed the same: nothing is written until a person has chosen. */
export function ConflictBar({ kept, theirs }: { readonly kept: KeptDraft; readonly theirs: Theirs }) {
  const [isShown, setIsShown] = useState(false)
  return (
    <div className={styles.bar} role="alert">
      <p>Somebody else has changed this workflow. {theirs.reason}</p>
      <Button onClick={() => setIsShown(true)}>Show theirs</Button>
      <Button onClick={() => kept.settle('theirs')}>Take theirs</Button>
      <Button onClick={() => kept.settle('mine')}>Keep mine</Button>
      <Dialog
        title="What they have written"
        text="Your text stays as it is until you choose; after that, undo brings the other one back."
        isOpen={isShown}
        onClose={() => setIsShown(false)}
        size="large"
      >
        <CodeBlock code={theirs.source} what="their text" />
      </Dialog>
    </div>
  )
}
