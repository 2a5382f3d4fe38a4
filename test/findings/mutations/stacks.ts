// What people break between stacks: exports, references, nested templates.
import { remove, replace } from '../edited.ts'
import { paths, type Row } from './row.ts'

const { builds, cicd, cluster, manifest, out, service } = paths

/** The edits. */
export const stacks: readonly Row[] = [
  // Exports and imports.
  ['the export of the VPC is renamed', 'import-without-export', replace(out('network'), '-vpcId', '-vpc')],
  [
    'the import of the cluster is misspelt',
    'import-without-export',
    replace(service, 'cluster-clusterName', 'cluster-clustername'),
  ],
  [
    'the output of the secret is dropped',
    'import-without-export',
    replace(out('database'), '-main-secret-arn', '-main-secret'),
  ],
  [
    'the output of the table is renamed',
    'import-without-export',
    replace(out('tables'), '-messages-table-name', '-messages-name'),
  ],
  [
    'the listener is exported under another name',
    'import-without-export',
    replace(cluster, '-listenerArn', '-listener'),
  ],
  [
    'the service imports from another environment',
    'import-without-export',
    replace(service, 'cruddur-production-network-privateSubnetA', 'cruddur-staging-network-privateSubnetA'),
  ],
  [
    'the cluster no longer needs the network',
    'import-before-export',
    replace(manifest, /"needs": \[\s+"cruddur-production-network"\s+\]/, '"needs": []'),
  ],
  // References inside a template.
  ['a role is referred to by another name', 'reference-unresolved', replace(service, '- TaskRole\n', '- TasksRole\n')],
  [
    'the listener rule is renamed in DependsOn',
    'reference-unresolved',
    replace(service, 'DependsOn:\n      - ListenerRule', 'DependsOn:\n      - Rule'),
  ],
  [
    'the condition of the scaling is renamed',
    'reference-unresolved',
    replace(service, 'Condition: HasImage', 'Condition: HasImages'),
  ],
  ['a placeholder names nothing', 'reference-unresolved', replace(service, '${Service.Name}', '${Svc.Name}')],
  [
    'the log group is referred to by another name',
    'reference-unresolved',
    replace(service, 'Ref: Logs', 'Ref: LogGroup'),
  ],
  [
    'the parameter of the image is renamed',
    'reference-unresolved',
    replace(service, 'Ref: Image\n          - none', 'Ref: ImageUri\n          - none'),
  ],
  // Nested stacks.
  [
    'an output of the builds is renamed',
    'nested-output-missing',
    replace(builds, '  ApiImageProject:\n    Value', '  ApiImage:\n    Value'),
  ],
  [
    'the pipeline asks for an output that is not there',
    'nested-output-missing',
    replace(cicd, 'Outputs.ApiTestProject', 'Outputs.ApiTests'),
  ],
  ['the nested template is gone', 'generated-file-unreadable', remove(builds)],
]
