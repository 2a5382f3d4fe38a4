// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html

/** The vCPU and memory pairs that Fargate offers. */
const memoryOf: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
}

/** True for a pair of CPU units and MiB that Fargate offers. */
export const isFargate = (cpu: unknown, memory: unknown) => {
  const range = typeof cpu === 'number' ? memoryOf[cpu] : undefined
  if (!range || typeof memory !== 'number') return false
  const [least, most, step] = range
  return (
    memory >= least && memory <= most && (memory % step === 0 || memory === least) && !(cpu === 256 && memory === 1536)
  )
}

/** What to give instead. */
export const fargateFix = (cpu: unknown): string => {
  const range = typeof cpu === 'number' ? memoryOf[cpu] : undefined
  return range
    ? `with cpu ${cpu}, give memory from ${range[0]} to ${range[1]} in steps of ${range[2]}${cpu === 256 ? ' (512, 1024 or 2048)' : ''}`
    : `give cpu as one of ${Object.keys(memoryOf).join(', ')}`
}
