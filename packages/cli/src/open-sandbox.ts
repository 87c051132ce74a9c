import { FatalError } from '@millrace/kit'
import type { HostOptions } from '@millrace/runtime'

/** The sandbox, which is loaded and started only when the first step runs code: a start need not wait for it. */
export const openSandbox: HostOptions['sandbox'] = async () => {
  throw new FatalError('This release runs no code of users: there is no sandbox in it.', { code: 'SANDBOX_UNAVAILABLE' })
}
