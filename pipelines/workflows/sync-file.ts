/** The workflow that publishes sites; a change to it publishes them again. */
export const workflowFile = '.github/workflows/sync.yml'
