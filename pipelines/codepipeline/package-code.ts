import { quote } from '#buildspecs/shell.ts'
import { type Artifact, type Code, pipelineAction } from '#model'

// The same hash of the same files as `launchway deploy` gives them, so that neither deploys what the other already has.
const packageCommands = ({ folder, build, prefix }: Code): readonly string[] => [
  ...(build === undefined ? [] : [build]),
  `HASH="$(cd ${quote(folder)} && find -L . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)"`,
  `export CODE_KEY="${prefix}/$HASH.zip"`,
  `(cd ${quote(folder)} && zip -q -X -r - .) > package.zip`,
  'aws s3 cp package.zip "s3://$ARTIFACT_BUCKET/$CODE_KEY"',
]

/** The action that packages a function's code under the hash of its files and says where it put it. */
export const packageCode = (name: string, { code, source }: { readonly code: Code; readonly source: Artifact }) =>
  pipelineAction(name, {
    runOrder: 1,
    inputs: [source],
    does: {
      kind: 'commands',
      commands: packageCommands(code),
      facts: { ARTIFACT_BUCKET: { is: 'artifact-bucket' } },
      grants: [],
      exports: ['CODE_KEY'],
      packages: true,
    },
  })
