import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { Shell } from './layout/shell.tsx'
import { HomePage } from './pages/home.tsx'

const NotificationsPage = lazy(() => import('./pages/notifications.tsx'))
const SearchPage = lazy(() => import('./pages/search.tsx'))
const ProfilePage = lazy(() => import('./pages/profile.tsx'))
const ActivityPage = lazy(() => import('./pages/activity.tsx'))
const MessagesPage = lazy(() => import('./pages/messages.tsx'))
const NewMessagePage = lazy(() => import('./pages/new-message.tsx'))
const GroupPage = lazy(() => import('./pages/group.tsx'))
const MetricsPage = lazy(() => import('./pages/metrics.tsx'))
const SignUpPage = lazy(() => import('./pages/sign-up.tsx'))
const SignInPage = lazy(() => import('./pages/sign-in.tsx'))
const ConfirmPage = lazy(() => import('./pages/confirm.tsx'))
const ForgotPage = lazy(() => import('./pages/forgot.tsx'))
const AboutPage = lazy(() => import('./pages/about.tsx'))
const TermsPage = lazy(() => import('./pages/terms.tsx'))
const PrivacyPage = lazy(() => import('./pages/privacy.tsx'))
const NotFoundPage = lazy(() => import('./pages/not-found.tsx'))

/** Every page and its address. Only the first one comes with the app; the others are read when they are needed. */
export function App({ release }: { release: string }) {
  return (
    <Routes>
      <Route element={<Shell release={release} />}>
        <Route index element={<HomePage />} />
        <Route path="notifications" element={<NotificationsPage />} />
        <Route path="search" element={<SearchPage />} />
        <Route path="messages" element={<MessagesPage />} />
        <Route path="messages/new/:handle" element={<NewMessagePage />} />
        <Route path="messages/:group" element={<GroupPage />} />
        <Route path="metrics" element={<MetricsPage />} />
        <Route path="signup" element={<SignUpPage />} />
        <Route path="signin" element={<SignInPage />} />
        <Route path="confirm" element={<ConfirmPage />} />
        <Route path="forgot" element={<ForgotPage />} />
        <Route path="about" element={<AboutPage />} />
        <Route path="terms" element={<TermsPage />} />
        <Route path="privacy" element={<PrivacyPage />} />
        {/* The router knows no segment that begins with "@": the pages look themselves. */}
        <Route path=":at" element={<ProfilePage />} />
        <Route path=":at/status/:id" element={<ActivityPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}
