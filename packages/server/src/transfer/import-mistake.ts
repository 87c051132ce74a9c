/** Why a line cannot be read or written. A mistake without a line is one of the file as a whole. */
export class ImportMistake extends Error {
  override readonly name = 'ImportMistake'
  readonly line: number | undefined
  /** What of the file was written before and is not taken back, in words. */
  readonly stays: string | undefined
  constructor(message: string, line?: number, stays?: string) {
    super(message)
    this.line = line
    this.stays = stays
  }
}
