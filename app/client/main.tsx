import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { App } from './app.tsx'
import { ClientContext, createClient } from './data/client.ts'
import { startLive } from './data/live.ts'
import { Boundary } from './layout/boundary.tsx'
import { IconSprite } from './parts/icon.tsx'
import './styles/index.css'

const release = document.querySelector<HTMLMetaElement>('meta[name="release"]')?.content ?? 'unknown'
const client = createClient({ fetch: window.fetch.bind(window) })
void client.session.refresh()
startLive(client)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <IconSprite />
    <Boundary>
      <ClientContext value={client}>
        <BrowserRouter>
          <App release={release} />
        </BrowserRouter>
      </ClientContext>
    </Boundary>
  </StrictMode>,
)
