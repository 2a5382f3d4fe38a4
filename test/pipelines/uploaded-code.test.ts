import { describe, expect, it } from 'vitest'
import type { Cloud } from '#pipelines/cloud/cloud.ts'
import { manifestFrom } from '#pipelines/generate.ts'
import { upload } from '#pipelines/upload.ts'
import { canada, everything } from '../cfn/stacks/everything.ts'

const pack = ({ folder }: { readonly folder: string }) => ({
  hash: folder.length.toString(16).padStart(64, '0'),
  bytes: new TextEncoder().encode(folder),
})
const manifest = manifestFrom(everything(), canada, pack)
const presign = manifest.stacks.find(({ id }) => id === 'function-presign')

describe('what is deployed', () => {
  it('brings the code of a function along, under the key that the template is told', () => {
    const key = `code/presign/${pack({ folder: 'functions/presign' }).hash}.zip`
    expect(presign?.parameters).toEqual({ CodeKey: key })
    expect(presign?.code).toEqual([
      {
        bucketExport: 'cruddur-production-bootstrap-bucketName',
        key,
        bytes: new TextEncoder().encode('functions/presign'),
      },
    ])
  })

  it('puts code into the bucket before the stack that names it', async () => {
    const put: { bucket: string; key: string; body: string | Uint8Array }[] = []
    const cloud = {
      stacks: { exports: async () => new Map([['cruddur-production-bootstrap-bucketName', 'artifacts']]) },
      objects: {
        put: async (object: (typeof put)[number]) => {
          put.push(object)
        },
      },
    } as unknown as Cloud
    if (!presign) throw new Error('no function-presign')
    expect(await upload(cloud, presign, 'replace')).toEqual({})
    expect(put).toEqual([
      { bucket: 'artifacts', key: presign.parameters.CodeKey, body: new TextEncoder().encode('functions/presign') },
    ])
  })

  it('leaves code alone while it only previews', async () => {
    const cloud = {
      stacks: {
        exports: async () => {
          throw new Error('there is nothing to ask for')
        },
      },
    } as unknown as Cloud
    if (!presign) throw new Error('no function-presign')
    expect(await upload(cloud, presign, 'add')).toEqual({})
  })

  it('waits with code until there is a bucket for it', async () => {
    const cloud = { stacks: { exports: async () => new Map() } } as unknown as Cloud
    if (!presign) throw new Error('no function-presign')
    expect(await upload(cloud, presign, 'replace')).toBeUndefined()
  })

  it('needs no code of deliveries without functions', () => {
    expect(manifest.stacks.find(({ id }) => id === 'network')).not.toHaveProperty('code')
  })
})
