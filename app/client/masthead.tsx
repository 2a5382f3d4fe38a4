/** The name and what it stands for. */
export function Masthead() {
  return (
    <header className="masthead">
      <img src="/favicon.svg" alt="" width="52" height="52" />
      <div>
        <h1>Cruddur</h1>
        <p className="tagline">Say it short. It will not last.</p>
      </div>
    </header>
  )
}
