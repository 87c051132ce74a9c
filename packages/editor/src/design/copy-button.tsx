import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { showToast } from './toast.ts'
import { Unseen } from './unseen.tsx'

interface CopyButtonProps {
  readonly text: string
  /** What is copied: "the address". */
  readonly what: string
  readonly isSmall?: boolean
}

/** Puts the text into the clipboard, and says so. */
export function CopyButton({ text, what, isSmall = true }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [isCopied])
  return (
    <>
      <IconButton
        icon={isCopied ? Check : Copy}
        label={`Copy ${what}`}
        isSmall={isSmall}
        onClick={() => void copyText(text).then((done) => setIsCopied(done))}
      />
      <span role="status">{isCopied && <Unseen>Copied {what}</Unseen>}</span>
    </>
  )
}

/** A page that is not served over TLS or by this machine has no clipboard. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    showToast({ kind: 'error', title: 'This browser does not let the page copy', text: 'Select the text and press Ctrl+C instead.' })
    return false
  }
}
