import { actionFiles, actions, bundleAction, bundlePath } from './actions.ts'
import { generateCfnTypes, generateTagProperties } from './cfn-types.ts'
import { generateChecksPage } from './checks-page.ts'
import { bundleEmbedded, embeddedPath, embeddedTypes } from './embedded.ts'
import { generatePermissions } from './permissions.ts'
import { generateReplacement } from './replacement.ts'
import { generateVocabulary } from './vocabulary.ts'
import { generateWorkflowTypes } from './workflow-types.ts'

/** Every generated source of this package, with its path. */
export const allGenerated = async (
  root: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> => [
  { path: 'cfn/template/resource-types.generated.ts', text: generateCfnTypes() },
  { path: 'cfn/template/tag-properties.generated.ts', text: generateTagProperties() },
  { path: 'cfn/analysis/replacement.generated.json', text: generateReplacement() },
  { path: 'pipelines/workflows/workflow-types.generated.ts', text: generateWorkflowTypes() },
  { path: 'scripts/explain/vocabulary.generated.json', text: generateVocabulary(root) },
  { path: 'docs/permissions.md', text: generatePermissions() },
  { path: 'docs/checks.md', text: generateChecksPage(root) },
  ...actionFiles(),
  { path: embeddedPath, text: await bundleEmbedded() },
  { path: embeddedPath.replace(/js$/, 'd.ts'), text: embeddedTypes() },
  ...(await Promise.all(
    actions.map(async ({ name }) => ({ path: `actions/${name}/${bundlePath}`, text: await bundleAction(name) })),
  )),
]
