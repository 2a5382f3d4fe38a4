import { good, type Row } from './row.ts'

/** Variables and secrets. */
export const env: readonly Row[] = [
  ['a name that is no variable', `${good}env:\n  variables:\n    MY-VAR: a\n`, 'warning', '7:5', 'variable-name'],
  ['an exported value', `${good}env:\n  exported-variables:\n    - $TAG\n`, 'warning', '7:7', 'variable-name'],
  ['a reserved name', `${good}env:\n  variables:\n    CODEBUILD_X: a\n`, 'warning', '7:5', 'variable-reserved'],
  [
    'an exported name of AWS',
    `${good}env:\n  exported-variables: [AWS_REGION]\n`,
    'warning',
    '6:24',
    'variable-reserved',
  ],
  [
    'a secret by stage and id',
    `${good}env:\n  secrets-manager:\n    A: name:key:AWSCURRENT:1234\n`,
    'error',
    '7:8',
    'secret-reference',
  ],
  ['a cut ARN', `${good}env:\n  secrets-manager:\n    A: arn:aws:secretsmanager\n`, 'error', '7:8', 'secret-reference'],
]
