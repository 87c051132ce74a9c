import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface SmtpService {
  readonly port: number
  /** Whole messages with their headers, oldest first. */
  readonly messages: readonly string[]
}

/** A mail server that takes everything and remembers it, as RFC 5321 has it at the least. Ends with the test. */
export async function startSmtpService(): Promise<SmtpService> {
  const messages: string[] = []
  const server = createServer((socket) => void talk(socket, messages).catch(() => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The service has no address.')
  return { port: address.port, messages }
}

async function talk(socket: Socket, messages: string[]): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`)
  let message: string[] | undefined
  say('220 ready')
  for await (const line of createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (message !== undefined && line !== '.') message.push(line)
    else if (message !== undefined) {
      messages.push(message.join('\n'))
      message = undefined
      say('250 taken')
    } else if (/^DATA/i.test(line)) {
      message = []
      say('354 go on')
    } else if (/^QUIT/i.test(line)) {
      say('221 bye')
      socket.end()
    } else say('250 fine')
  }
}
