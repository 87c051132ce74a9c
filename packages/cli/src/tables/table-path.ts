import type { Argument } from '../command/command.ts'

export const tablePlace = { name: 'TABLE', about: 'The name of the table.' } as const satisfies Argument

/** The path of a table, or of something below it. */
export function tablePath(table: string | undefined, ...below: readonly string[]): string {
  return ['/tables', table ?? '', ...below].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join('/')
}
