export type ListenErrorCode = 'HOST_NOT_LOOPBACK' | 'PORT_TAKEN'

/** The socket could not be opened, and what to do about it. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly code: ListenErrorCode
  constructor(code: ListenErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
