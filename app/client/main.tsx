import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import './styles.css'

const release = document.querySelector<HTMLMetaElement>('meta[name="release"]')?.content ?? 'unknown'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App release={release} />
  </StrictMode>,
)
