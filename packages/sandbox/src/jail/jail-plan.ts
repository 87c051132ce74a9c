import type { Machine } from './machine.ts'

/** One combination of walls. Which of them stand is found by trying, from the strongest down. */
export interface JailPlan {
  /** bubblewrap: an empty root, all namespaces, seccomp. unshare: namespaces, but the files of the machine. The others: limits only. */
  readonly launcher: 'bubblewrap' | 'unshare' | 'setpriv' | 'ulimit' | 'none'
  /** A user of their own for each runner; only root can give that. */
  readonly hasOwnUser: boolean
  readonly hasSeccomp: boolean
}

/** In the order in which they are tried. */
export function jailPlans({ platform, isRoot, tools, arch }: Machine): readonly JailPlan[] {
  const isLinux = platform === 'linux'
  const users = isRoot ? [true, false] : [false]
  const plans: JailPlan[] = []
  const add = (launcher: JailPlan['launcher'], hasSeccomp: boolean) => {
    for (const hasOwnUser of users) plans.push({ launcher, hasOwnUser, hasSeccomp })
  }
  if (isLinux && tools.prlimit && tools.bwrap) {
    if (arch === 'x64' || arch === 'arm64') add('bubblewrap', true)
    add('bubblewrap', false)
  }
  if (isLinux && tools.prlimit && tools.setpriv && tools.unshare) add('unshare', false)
  if (isLinux && tools.prlimit && tools.setpriv) add('setpriv', false)
  if (tools.sh) add('ulimit', false)
  return [...plans, { launcher: 'none', hasOwnUser: false, hasSeccomp: false }]
}

export function nameOfPlan({ launcher, hasOwnUser, hasSeccomp }: JailPlan): string {
  return [launcher, ...(hasOwnUser ? ['own user'] : []), ...(hasSeccomp ? ['seccomp'] : [])].join(' + ')
}
