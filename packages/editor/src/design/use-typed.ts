import { useEffect, useRef, useState } from 'react'
import { createTypedText } from './typed-text.ts'

const pauseMs = 150

interface Typed {
  readonly text: string
  type(text: string): void
}

/** The text of a field while somebody types in it: handed on when the typing pauses, so that a word is one change of the file. */
export function useTyped(value: string, onChange: (text: string) => void): Typed {
  const [text, setText] = useState(value)
  const change = useRef(onChange)
  change.current = onChange
  const [typed] = useState(() =>
    createTypedText({
      show: setText,
      change: (text) => change.current(text),
      later(run) {
        const timer = setTimeout(run, pauseMs)
        return () => clearTimeout(timer)
      },
    }),
  )
  useEffect(() => typed.come(value), [typed, value])
  // What is typed just before the field goes is kept too, and what is typed just before something else is done.
  useEffect(() => {
    const settleAtEnter = ({ key }: KeyboardEvent) => key === 'Enter' && typed.settle()
    document.addEventListener('focusout', typed.leave, true)
    document.addEventListener('keydown', settleAtEnter, true)
    return () => {
      document.removeEventListener('focusout', typed.leave, true)
      document.removeEventListener('keydown', settleAtEnter, true)
      typed.leave()
    }
  }, [typed])
  return { text, type: typed.type }
}
