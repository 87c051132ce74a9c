import { createServer } from 'node:net'
import { type Configuration, publicUrlOf } from '../configuration/read-configuration.ts'
import { isNamed } from '../instance/choose-port.ts'
import { type Finding, findingsIn } from './finding.ts'

export interface AddressFacts {
  readonly port: number
  /** Whether somebody asked for this port: no other is taken in its place. */
  readonly isPortNamed: boolean
  readonly holder: 'nobody' | 'millrace' | 'another'
  readonly publicUrl: string
}

const { ok, warning, problem } = findingsIn('address')

export async function checkAddress(configuration: Configuration): Promise<readonly Finding[]> {
  const port = configuration.port.value
  const isPortNamed = isNamed(configuration.port)
  return addressFindings({ port, isPortNamed, holder: await holderOf(port), publicUrl: publicUrlOf(configuration) })
}

export function addressFindings({ port, isPortNamed, holder, publicUrl }: AddressFacts): readonly Finding[] {
  return [listening(port, isPortNamed, holder), reachedAt(publicUrl)]
}

function listening(port: number, isPortNamed: boolean, holder: AddressFacts['holder']): Finding {
  const address = `127.0.0.1:${port}`
  if (port === 0) return ok('a free port of this machine is chosen at each start')
  if (holder === 'another' && !isPortNamed) return ok(`another program listens on ${address}: a start takes the next free port`)
  if (holder === 'another')
    return problem(`another program listens on ${address}`, 'End it, or choose another port with MILLRACE_PORT or --port.')
  return ok(
    holder === 'millrace' ? `Millrace listens on ${address}, for this machine only` : `${address} is free; only this machine reaches it`,
  )
}

function reachedAt(publicUrl: string): Finding {
  const { protocol, hostname } = new URL(publicUrl)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (isHere) return ok(`links say ${publicUrl}: set MILLRACE_PUBLIC_URL once others follow them`)
  if (protocol === 'https:') return ok(`links say ${publicUrl}`)
  return warning(
    `links say ${publicUrl}, which is not encrypted`,
    'Put a proxy with TLS in front and set MILLRACE_PUBLIC_URL to its https address.',
  )
}

async function holderOf(port: number): Promise<AddressFacts['holder']> {
  if (port === 0 || (await isFree(port))) return 'nobody'
  return (await isMillrace(port)) ? 'millrace' : 'another'
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createServer()
    socket.once('error', () => resolve(false))
    socket.listen(port, '127.0.0.1', () => socket.close(() => resolve(true)))
  })
}

async function isMillrace(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/openapi.json`, { signal: AbortSignal.timeout(2_000), redirect: 'error' })
    return response.ok && /"title":\s*"Millrace/.test(await response.text())
  } catch {
    // Whatever it is, it does not speak as Millrace does.
    return false
  }
}
