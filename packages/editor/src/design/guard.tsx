import { RefreshCw, Unplug } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { onNewerPage } from '../api/newer-page.ts'
import { Button } from './button.tsx'
import { Empty } from './empty.tsx'

interface GuardProps {
  /** What may break, as in "the page". */
  readonly what: string
  /** Another one tries again: the address of the page. */
  readonly of?: string
  readonly children: ReactNode
}

interface GuardState {
  readonly error: unknown
  readonly of: string | undefined
}

/** Keeps the rest of the editor when a part of it breaks, or cannot be loaded since the server is away or new. */
export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = { error: undefined, of: this.props.of }
  stopWaiting: (() => void) | undefined

  static getDerivedStateFromError(error: unknown): Partial<GuardState> {
    return { error }
  }

  static getDerivedStateFromProps({ of }: GuardProps, state: GuardState): GuardState | null {
    return of === state.of ? null : { error: undefined, of }
  }

  override componentDidCatch(error: unknown): void {
    if (isLoadFailure(error)) this.stopWaiting = onNewerPage(() => location.reload())
  }

  override componentDidUpdate(): void {
    if (this.state.error === undefined) this.componentWillUnmount()
  }

  override componentWillUnmount(): void {
    this.stopWaiting?.()
    this.stopWaiting = undefined
  }

  override render(): ReactNode {
    const { what, children } = this.props
    if (this.state.error === undefined) return children
    const isAway = isLoadFailure(this.state.error)
    return (
      <Empty
        icon={Unplug}
        title={isAway ? `The server did not give ${what}` : `Something is wrong with ${what}`}
        actions={
          <Button look="main" icon={RefreshCw} onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        {isAway
          ? 'It is away, or a newer one by now. What you changed is kept and saved as soon as it answers; then the page is loaded again by itself.'
          : `It could not be shown: ${textOf(this.state.error)} What was saved is not touched. Reload; if it comes again, what the browser's console says helps to mend it.`}
      </Empty>
    )
  }
}

/** What browsers and the build say of a part of the page that did not arrive. */
const loadFailures = /preload|dynamically imported module|module script/i

function isLoadFailure(error: unknown): boolean {
  return loadFailures.test(textOf(error))
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.endsWith('.') ? text : `${text}.`
}
