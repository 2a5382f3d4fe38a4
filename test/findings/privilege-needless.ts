import type { Edit } from './edited.ts'
import { replace } from './edited.ts'

/** A privileged build whose commands no longer run Docker. */
export const edit: Edit = (files) =>
  replace(
    'cfn/out/production/cicd-builds.yaml',
    'PrivilegedMode: false',
    'PrivilegedMode: true',
  )(replace('buildspecs/out/api-test.yml', /commands:\n(\s+- .*\n)+/, 'commands:\n      - node --test\n')(files))
