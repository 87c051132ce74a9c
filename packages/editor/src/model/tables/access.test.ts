import { expect, test } from 'vitest'
import { groupsOf, isAllowed, isClosed, rolesMistake, rolesText, withGroup, withRoles } from './access.ts'

test('groups and roles are let in one by one, and what nobody may is left out', () => {
  let access = withGroup({}, 'read', 'anyone', true)
  access = withRoles(access, 'read', 'editor, admin , editor')
  expect(access).toEqual({ read: ['anyone', 'role:editor', 'role:admin'] })
  expect(isAllowed(access, 'read', 'anyone')).toBe(true)
  expect(isAllowed(access, 'update', 'owner')).toBe(false)
  expect(rolesText(access, 'read')).toBe('editor, admin')
  access = withRoles(withGroup(access, 'read', 'anyone', false), 'read', '')
  expect(isClosed(access)).toBe(true)
})

test('nobody owns what is not made yet, and a role is a word', () => {
  expect(groupsOf('create')).not.toContain('owner')
  expect(groupsOf('read')).toContain('owner')
  expect(rolesMistake('editor, team:a')).toBeUndefined()
  expect(rolesMistake('editor, two words')).toMatch('two words')
})
