// Bundled on its own, run as a worker by `check-apart.ts`.
import { parentPort, workerData } from 'node:worker_threads'
import { Fault } from '#model'
import { checkDelivery } from '../check-delivery.ts'
import type { CheckedApart } from './check-apart.ts'

const { root, config } = workerData as { readonly root: string; readonly config: string }

const checked = async (): Promise<CheckedApart> => {
  try {
    return { is: 'checked', ...(await checkDelivery(root, config)) }
  } catch (error) {
    if (error instanceof Fault) return { is: 'fault', findings: error.findings, exit: error.exit }
    throw error
  }
}

parentPort?.postMessage(await checked())
