import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Checkbox } from '../design/checkbox.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { TextField } from '../design/text-field.tsx'
import { showToast } from '../design/toast.ts'
import {
  type Access,
  type AccessAction,
  accessActions,
  everyGroup,
  type Group,
  groupsOf,
  isAllowed,
  isClosed,
  rolesMistake,
  rolesText,
  withGroup,
  withRoles,
} from '../model/tables/access.ts'
import styles from './access-dialog.module.css'
import type { TableDialogProps } from './table-dialog-props.ts'
import { tablesKey } from './use-tables.ts'

const actionNames: Readonly<Record<AccessAction, string>> = { read: 'See', create: 'Make', update: 'Change', delete: 'Delete' }
const groupNames: Readonly<Record<Group, string>> = { anyone: 'Anyone', 'signed-in': 'Signed in', owner: 'Owner' }

/** Who, besides the operator and workflows, may do what with the records: apps come with tokens for their people. */
export function AccessDialog({ table: { name, columns, access: before = {} }, onDone, onClose }: TableDialogProps) {
  const [access, setAccess] = useState<Access>(before)
  const [roles, setRoles] = useState(() => Object.fromEntries(accessActions.map((action) => [action, rolesText(before, action)])))
  const client = useQueryClient()
  const isChanged = JSON.stringify(access) !== JSON.stringify(before)
  const isWrong = accessActions.some((action) => rolesMistake(roles[action] ?? '') !== undefined)
  const save = useMutation({
    mutationFn: () =>
      call('POST /api/v1/tables/{table}/changes', {
        params: { table: name },
        body: { changes: [{ type: 'access', access: isClosed(access) ? null : access }] },
      }),
    onSuccess() {
      showToast({ kind: 'success', title: isClosed(access) ? `${name} is closed to others` : `Access to ${name} is changed` })
      void client.invalidateQueries({ queryKey: tablesKey })
      onDone()
      onClose()
    },
  })
  const addsOwner = !isClosed(access) && !columns.some((column) => column.name === 'owner')
  return (
    <Dialog
      title={`Who may use ${name}`}
      size="large"
      isOpen
      onClose={onClose}
      text="You and your workflows may do everything. The people of an app come with tokens that your backend makes for them, and may do what is ticked here."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" isBusy={save.isPending} disabled={!isChanged || isWrong} onClick={() => save.mutate()}>
            {isClosed(access) ? 'Close to others' : 'Change'}
          </Button>
        </>
      }
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">May</th>
            {everyGroup.map((group) => (
              <th key={group} scope="col">
                {groupNames[group]}
              </th>
            ))}
            <th scope="col">And who has one of the roles</th>
          </tr>
        </thead>
        <tbody>
          {accessActions.map((action) => (
            <tr key={action}>
              <th scope="row">{actionNames[action]}</th>
              {everyGroup.map((group) => (
                <td key={group}>
                  {groupsOf(action).includes(group) && (
                    <Checkbox
                      label={`${actionNames[action]}: ${groupNames[group]}`}
                      isLabelHidden
                      isChecked={isAllowed(access, action, group)}
                      onChange={(allowed) => setAccess(withGroup(access, action, group, allowed))}
                    />
                  )}
                </td>
              ))}
              <td>
                <TextField
                  label={`${actionNames[action]}: roles`}
                  isLabelHidden
                  isCode
                  placeholder="editor, admin"
                  value={roles[action] ?? ''}
                  mistake={rolesMistake(roles[action] ?? '')}
                  onChange={(text) => {
                    setRoles({ ...roles, [action]: text })
                    if (rolesMistake(text) === undefined) setAccess(withRoles(access, action, text))
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        Where only owners may see, everybody sees their own records alone. Only what is seen can be changed or deleted.
        {addsOwner && ' The table gets a column owner, which says whose each record is; those that are there belong to nobody.'}
      </p>
      {save.error !== null && <Failure error={save.error} />}
    </Dialog>
  )
}
