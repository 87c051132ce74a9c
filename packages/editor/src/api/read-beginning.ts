import type { Problem } from './api-schema.ts'
import { ApiError } from './call.ts'

export interface Beginning {
  readonly text: string
  /** It is all of it. */
  readonly isWhole: boolean
}

/** The beginning of what the server would send to this address, which may be of any size: the rest is not fetched. */
export async function readBeginning(url: string, mostCharacters: number, signal: AbortSignal): Promise<Beginning> {
  const response = await fetch(url, { signal })
  if (!response.ok || response.body === null) {
    const problem = (await response.json()) as Problem // Every refusal is one.
    throw new ApiError(problem.detail, { code: problem.code, status: response.status, problem })
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { text, isWhole: true }
    text += value
    if (text.length <= mostCharacters) continue
    await reader.cancel()
    return { text: text.slice(0, mostCharacters), isWhole: false }
  }
}
