/** Who may do what with the records of a table, as the API has it: `anyone`, `signed-in`, `owner`, `role:NAME`. */
export type Access = Partial<Readonly<Record<AccessAction, readonly string[]>>>

export const accessActions = ['read', 'create', 'update', 'delete'] as const

export type AccessAction = (typeof accessActions)[number]

export const everyGroup = ['anyone', 'signed-in', 'owner'] as const

export type Group = (typeof everyGroup)[number]

/** Nobody owns a record before it is made. */
export function groupsOf(action: AccessAction): readonly Group[] {
  return action === 'create' ? ['anyone', 'signed-in'] : everyGroup
}

export function isAllowed(access: Access, action: AccessAction, group: Group): boolean {
  return access[action]?.includes(group) ?? false
}

export function withGroup(access: Access, action: AccessAction, group: Group, isAllowed: boolean): Access {
  const others = (access[action] ?? []).filter((rule) => rule !== group)
  return withRules(access, action, isAllowed ? [group, ...others] : others)
}

/** The roles, as they are typed: with commas between. */
export function rolesText(access: Access, action: AccessAction): string {
  return (access[action] ?? [])
    .filter((rule) => rule.startsWith('role:'))
    .map((rule) => rule.slice('role:'.length))
    .join(', ')
}

export function withRoles(access: Access, action: AccessAction, text: string): Access {
  const others = (access[action] ?? []).filter((rule) => !rule.startsWith('role:'))
  const names = text.split(',').flatMap((name) => (name.trim() === '' ? [] : [`role:${name.trim()}`]))
  return withRules(access, action, [...others, ...new Set(names)])
}

export function rolesMistake(text: string): string | undefined {
  const wrong = text.split(',').find((name) => name.trim() !== '' && !/^[\w.:-]{1,63}$/.test(name.trim()))
  return wrong === undefined ? undefined : `“${wrong.trim()}”: letters, digits, _ . : and -, up to 63 of them.`
}

/** What nobody may is left out; where nobody may anything there are no rules. */
function withRules(access: Access, action: AccessAction, rules: readonly string[]): Access {
  const { [action]: _, ...others } = access
  return rules.length === 0 ? others : { ...others, [action]: rules }
}

export function isClosed(access: Access): boolean {
  return Object.keys(access).length === 0
}
