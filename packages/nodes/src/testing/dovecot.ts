import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Debian puts the IMAP server; it runs as root alone. */
const program = '/usr/sbin/dovecot'

export function hasDovecot(): boolean {
  return existsSync(program) && process.getuid?.() === 0
}

/** Puts a mail into the inbox of `ann`. */
export async function deliverMail(port: number, mail: string): Promise<void> {
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth: { user: 'ann', pass: 'p4ss-word' }, logger: false })
  await client.connect()
  await client.append('INBOX', mail)
  await client.logout()
}

export interface MailStore extends AsyncDisposable {
  readonly port: number
}

/** A real IMAP server on a free port of this machine, with one inbox for any user whose password is `p4ss-word`. */
export async function openDovecot(): Promise<MailStore> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-dovecot-'))
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'mail'), { mode: 0o777 })
  await chmod(join(folder, 'mail'), 0o777)
  const port = await freePort()
  const file = join(folder, 'dovecot.conf')
  await writeFile(file, configuration(folder, port))
  const server = spawn(program, ['-F', '-c', file], { stdio: 'ignore' })
  await untilListening(port, server)
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.kill()
      if (server.exitCode === null) await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configuration(folder: string, port: number): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:${folder}/mail/inbox
first_valid_uid = 1
passdb {
  driver = static
  args = password=p4ss-word
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}

async function untilListening(port: number, server: ReturnType<typeof spawn>): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`${program} ended with code ${server.exitCode}: see what "doveconf" says`)
    if (await isListening(port)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    // Not yet: the caller asks again, or sees that the server has ended.
    return false
  } finally {
    socket.destroy()
  }
}
