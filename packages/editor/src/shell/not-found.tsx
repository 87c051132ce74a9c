import { Signpost } from 'lucide-react'
import { Link } from 'react-router'
import { Empty } from '../design/empty.tsx'
import { useTitle } from './use-title.ts'

export function NotFound({ what = 'There is nothing at this address' }: { readonly what?: string }) {
  useTitle(what)
  return (
    <Empty
      icon={Signpost}
      title={what}
      level={1}
      actions={
        <>
          <Link to="/workflows">All workflows</Link>
          <Link to="/executions">All executions</Link>
          <Link to="/triggers">All triggers</Link>
          <Link to="/tables">All tables</Link>
        </>
      }
    >
      It may have been deleted, or the address has a mistake.
    </Empty>
  )
}
