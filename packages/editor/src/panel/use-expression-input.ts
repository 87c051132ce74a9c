import { type ComponentType, useEffect, useState } from 'react'
import type { ExpressionInputProps } from './expression-input.tsx'

type Loaded = ComponentType<ExpressionInputProps>

let loading: Promise<Loaded> | undefined
let loaded: Loaded | undefined

/**
 * The input for expressions, or undefined until it is there: with the interpreter and the editor of code it is too large to wait for.
 * Not `lazy`: a field in which somebody types is changed for it in one go, so that no key falls between the two.
 */
export function useExpressionInput(): Loaded | undefined {
  const [Input, setInput] = useState<Loaded | undefined>(() => loaded)
  useEffect(() => {
    if (Input !== undefined) return
    let isGone = false
    loading ??= import('./expression-input.tsx').then(({ ExpressionInput }) => ExpressionInput)
    loading
      .then((found) => {
        loaded = found
        if (!isGone) setInput(() => found)
      })
      // The server is away: the next field that is shown asks again.
      .catch(() => {
        loading = undefined
      })
    return () => {
      isGone = true
    }
  }, [Input])
  return Input
}
