import { installPackages } from '../../functions/packages.ts'

/** The packages of the functions, installed once before the tests that bundle them run at the same time. */
export default function setup(): void {
  installPackages()
}
