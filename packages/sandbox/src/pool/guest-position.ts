/** Where in the user's code a failure is, and the stack without the parts that are not the user's. */
export interface GuestPosition {
  readonly line?: number
  readonly column?: number
  readonly guestStack?: string
}

/** The line with which the runner begins the function around the code. */
const linesBefore = 1

export function guestPosition(stack: string | undefined): GuestPosition {
  if (stack === undefined || stack === '') return {}
  const own = stack.split('\n').filter((line) => !/^\s+at /.test(line) || /\b(code|modules)\.js:\d/.test(line))
  const guestStack = own.join('\n').replace(/\bcode\.js:(\d+)/g, (_, line: string) => `code.js:${userLine(line)}`)
  const [, line, column] = /\bcode\.js:(\d+):(\d+)/.exec(guestStack) ?? []
  return { guestStack, ...(line !== undefined && { line: Number(line), column: Number(column) }) }
}

function userLine(line: string): number {
  return Math.max(1, Number(line) - linesBefore)
}
