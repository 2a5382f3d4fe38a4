import { Suspense } from 'react'
import { Outlet } from 'react-router'
import { Skeleton } from '../parts/skeleton.tsx'
import { Announcer } from './announcer.tsx'
import { Navigation } from './navigation.tsx'
import { Sidebar } from './sidebar.tsx'
import { ToastList } from './toast-list.tsx'

/** What is around every page. */
export function Shell({ release }: { release: string }) {
  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <div className="shell">
        <Navigation />
        <main className="column" id="content" tabIndex={-1}>
          <Suspense fallback={<Skeleton what="the page" />}>
            <Outlet />
          </Suspense>
        </main>
        <Sidebar release={release} />
      </div>
      <ToastList />
      <Announcer />
    </>
  )
}
