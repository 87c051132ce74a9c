import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { chosenTheme, showTheme } from './shell/theme.ts'
import './design/tokens.css'
import './design/base.css'

showTheme(chosenTheme())
const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element "root".')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
