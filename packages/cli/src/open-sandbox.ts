import type { HostOptions } from '@millrace/runtime'

/** The sandbox, which is loaded only when the first step runs code: a start need not wait for it. */
export const openSandbox: HostOptions['sandbox'] = async () => {
  const { createSandbox } = await import('@millrace/sandbox')
  return createSandbox()
}
