import { awsError, type Service, type Shape } from '../../service.ts'
import { required } from '../constraints.ts'
import { type Store, tableName } from '../store.ts'
import type { Table } from './table.ts'

/** Point-in-time recovery: remembered and described, never done. */
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html
export const backupOperations = (store: Store): Service['operations'] => ({
  DescribeContinuousBackups: (input) => describe(store, tableIn(store, input)),
  UpdateContinuousBackups: (input) => {
    required(input, 'PointInTimeRecoverySpecification')
    const table = tableIn(store, input)
    const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days = 35 } =
      input.PointInTimeRecoverySpecification
    const { settings } = table
    settings.recovery = enabled
      ? { enabledAt: settings.recovery?.enabledAt ?? store.world.clock.now(), days }
      : undefined
    return describe(store, table)
  },
})

const tableIn = ({ tables }: Store, { TableName }: Shape): Table => {
  const name = tableName(TableName)
  const table = tables.get(name)
  if (table) return table
  throw awsError('TableNotFoundException', `Table not found: ${name}`)
}

const describe = ({ world }: Store, { settings: { recovery } }: Table): Shape => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: recovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: recovery.days,
          EarliestRestorableDateTime: recovery.enabledAt,
          LatestRestorableDateTime: world.clock.now(),
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  },
})
