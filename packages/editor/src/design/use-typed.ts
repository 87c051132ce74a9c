import { useEffect, useRef, useState } from 'react'

const pauseMs = 150

interface Typed {
  readonly text: string
  type(text: string): void
}

/** The text of a field while somebody types in it: handed on when the typing pauses, so that a word is one change of the file. */
export function useTyped(value: string, onChange: (text: string) => void): Typed {
  const [text, setText] = useState(value)
  const waiting = useRef<{ readonly text: string; readonly timer: ReturnType<typeof setTimeout> } | undefined>(undefined)
  const change = useRef(onChange)
  change.current = onChange

  useEffect(() => {
    // Somebody else has changed the file: that is what the field shows, unless one is typing in it.
    if (waiting.current === undefined) setText(value)
  }, [value])

  const settle = useRef(() => {
    if (waiting.current === undefined) return
    const { text, timer } = waiting.current
    clearTimeout(timer)
    waiting.current = undefined
    change.current(text)
  }).current
  // What is typed just before the field goes is kept too, and what is typed just before something else is done.
  useEffect(() => {
    const settleAtEnter = ({ key }: KeyboardEvent) => key === 'Enter' && settle()
    document.addEventListener('focusout', settle, true)
    document.addEventListener('keydown', settleAtEnter, true)
    return () => {
      document.removeEventListener('focusout', settle, true)
      document.removeEventListener('keydown', settleAtEnter, true)
      settle()
    }
  }, [settle])

  return {
    text,
    type(text) {
      setText(text)
      clearTimeout(waiting.current?.timer)
      waiting.current = { text, timer: setTimeout(settle, pauseMs) }
    },
  }
}
