/** What the shell gets to see. Public: scripts rely on these numbers. */
export const exitCode = {
  ok: 0,
  /** The execution failed, a file is broken, or the command could not do its work. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  /** The data can no longer be trusted: start again and it recovers. As in sysexits.h, EX_SOFTWARE. */
  fatal: 70,
  /** Ended by a second Ctrl-C. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
