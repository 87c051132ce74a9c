// Owns: what a field shows while somebody types in it, and when it is handed on.
// Invariants: no letter is taken back while one is in the field, however what was handed on is written where it is kept (`1` for `1.0`, say);
// what has not been handed on is not written over.

interface TypedTextPorts {
  show(text: string): void
  change(text: string): void
  /** Runs it when the typing has paused, unless the answer is called before. */
  later(run: () => void): () => void
}

export interface TypedText {
  type(text: string): void
  /** What is kept has changed: as this field wanted it, or by somebody else. */
  come(value: string): void
  /** Hands on at once, since something else is about to be done. */
  settle(): void
  /** Nobody is in the field any more: it shows what is kept. */
  leave(): void
}

export function createTypedText({ show, change, later }: TypedTextPorts): TypedText {
  let waiting: { readonly text: string; readonly cancel: () => void } | undefined
  /** Something was handed on, and what has become of it has not come yet. */
  let isAwaited = false
  /** What has become of it, where the field still shows what was typed. */
  let written: string | undefined

  function handOn(): void {
    if (waiting === undefined) return
    const { text, cancel } = waiting
    cancel()
    waiting = undefined
    change(text)
  }

  function settle(): void {
    if (waiting !== undefined) isAwaited = true
    handOn()
  }

  return {
    type(text) {
      show(text)
      waiting?.cancel()
      waiting = { text, cancel: later(settle) }
    },
    come(value) {
      if (isAwaited) written = value
      else if (waiting === undefined) {
        written = undefined
        show(value)
      }
      isAwaited = false
    },
    settle,
    leave() {
      isAwaited = false
      if (waiting !== undefined) handOn()
      else if (written !== undefined) show(written)
      written = undefined
    },
  }
}
