/** Why a line cannot be read or written. A mistake without a line is one of the file as a whole. */
export class ImportMistake extends Error {
  override readonly name = 'ImportMistake'
  readonly line: number | undefined
  constructor(message: string, line?: number) {
    super(message)
    this.line = line
  }
}
