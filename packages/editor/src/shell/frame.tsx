import { BookOpen, ChartColumn, History, ScrollText, Table2, Workflow, Zap } from 'lucide-react'
import type { ReactNode } from 'react'
import { NavLink, useLocation } from 'react-router'
import { Guard } from '../design/guard.tsx'
import mark from '../design/millrace.svg'
import { ToastRegion } from '../design/toast-region.tsx'
import styles from './frame.module.css'
import { FrameActions } from './frame-actions.tsx'
import { LinkState } from './link-state.tsx'
import { PageArrival } from './page-arrival.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

const places = [
  { to: '/workflows', icon: Workflow, name: 'Workflows' },
  { to: '/executions', icon: History, name: 'Executions' },
  { to: '/logs', icon: ScrollText, name: 'Logs' },
  { to: '/triggers', icon: Zap, name: 'Triggers' },
  { to: '/tables', icon: Table2, name: 'Tables' },
  { to: '/statistics', icon: ChartColumn, name: 'Statistics' },
] as const

/** What surrounds every page: where one can go, and whether the server is there. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation()
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        Skip to the page
      </a>
      <nav className={styles.side} aria-label="Millrace">
        <NavLink className={styles.mark ?? ''} to="/workflows" aria-label="Millrace">
          <img src={mark} width={28} height={28} alt="" />
        </NavLink>
        {places.map(({ to, icon: Icon, name }) => (
          <NavLink key={to} to={to} className={styles.place ?? ''}>
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            {name}
          </NavLink>
        ))}
        <FrameActions />
        <span className={styles.gap} />
        <LinkState />
        <ThemeSwitch />
        <a className={styles.place} href="/api/docs">
          <BookOpen size={20} strokeWidth={1.75} aria-hidden />
          API
        </a>
      </nav>
      <PageArrival />
      <main id="content" className={styles.content} tabIndex={-1}>
        <Guard what="this page" of={pathname}>
          {children}
        </Guard>
      </main>
      <ToastRegion />
    </div>
  )
}
