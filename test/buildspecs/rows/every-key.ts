/** Every key of the grammar in one file. */
export const everyKey = `version: 0.2
run-as: root
env:
  shell: bash
  variables: {A: b}
  parameter-store: {B: /a/b}
  secrets-manager:
    C: name
    D: name:key
    E: arn:aws:secretsmanager:eu-west-1:111111111111:secret:name-AbCdEf:key:AWSCURRENT
    F: name:key::1234
  exported-variables: [A]
  git-credential-helper: yes
proxy: {upload-artifacts: no, logs: yes}
batch:
  fast-fail: false
  build-matrix:
    static: {ignore-failure: false, env: {type: LINUX_CONTAINER, privileged-mode: true}}
    dynamic: {buildspec: [a.yml], env: {compute-type: [BUILD_GENERAL1_SMALL], image: [i], variables: {K: [1, 2]}}}
phases:
  install:
    run-as: root
    on-failure: ABORT
    runtime-versions: {nodejs: 22, python: 3.x, java: $JAVA, golang: latest}
  pre_build: {commands: [make], finally: [clean]}
  build: {commands: [make]}
  post_build: {commands: [make]}
reports:
  arn:aws:codebuild:eu-west-1:111111111111:report-group/unit:
    files: ['**/*']
    file-format: junitxml
    base-directory: out
    discard-paths: no
artifacts:
  files: ['**/*']
  name: x-$(date +%Y)
  discard-paths: no
  base-directory: out
  exclude-paths: '**/*.map'
  enable-symlinks: yes
  s3-prefix: a
  secondary-artifacts:
    one: {files: [a], name: one, base-directory: b, discard-paths: yes}
cache:
  key: npm-$(codebuild-hash-files package-lock.json)
  fallback-keys: [npm-]
  action: restore
  paths: [node_modules/**/*]
`
