import { ColumnHead } from '../layout/column-head.tsx'
import { paths } from '../paths.ts'

/** /about */
export default function AboutPage() {
  return (
    <>
      <ColumnHead title="About" back={paths.home} />
      <div className="prose">
        <p className="lead">Cruddur is a place for things that need to be said, and need not be kept.</p>
        <h2>Everything burns down</h2>
        <p>
          Who posts decides how long it stays: an hour, a week, a month at most. The line below each post is its fuse;
          when it has burned down, the post and its answers are gone, from the page and from our database.
        </p>
        <h2>People, not numbers</h2>
        <p>
          The feed is what was said, newest first. Nothing decides for you what you should see, and nobody pays to be
          seen.
        </p>
        <h2>Between the two of you</h2>
        <p>Messages are read by those who take part in the conversation, and by nobody else who uses Cruddur.</p>
      </div>
    </>
  )
}
