import { FileDown } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { showToast } from '../design/toast.ts'
import styles from './file-drop.module.css'
import { readFile } from './read-file.ts'

export interface FileDropProps {
  /** What becomes of it, said while it is dragged. */
  readonly what: string
  onText(text: string, fileName: string): void
}

/** A workflow file can be dropped anywhere on the page. Without this, the browser would leave the page and show the file. */
export function FileDrop({ what, onText }: FileDropProps) {
  const [isOver, setIsOver] = useState(false)
  const give = useRef(onText)
  give.current = onText
  useEffect(() => {
    const ends = new AbortController()
    const { signal } = ends
    async function take([file, ...others]: readonly File[]) {
      if (file === undefined) return
      if (others.length > 0) showToast({ kind: 'warning', title: `Only ${file.name} was taken`, text: 'Drop one file after the other.' })
      const text = await readFile(file)
      if (text !== undefined) give.current(text, file.name)
    }
    addEventListener('dragover', (event) => setIsOver(claim(event)), { signal })
    addEventListener('dragleave', ({ relatedTarget }) => relatedTarget === null && setIsOver(false), { signal })
    addEventListener(
      'drop',
      (event) => {
        setIsOver(false)
        if (claim(event)) void take([...(event.dataTransfer?.files ?? [])])
      },
      { signal },
    )
    return () => ends.abort()
  }, [])
  if (!isOver) return null
  return (
    <div className={styles.over} role="status">
      <p className={styles.what}>
        <FileDown size={24} aria-hidden />
        {what}
      </p>
    </div>
  )
}

/** Whether these are files that no field has taken already. */
function claim(event: DragEvent): boolean {
  if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return false
  event.preventDefault()
  return true
}
