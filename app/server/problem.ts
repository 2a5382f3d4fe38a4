import type { Response } from 'express'
import type { z } from 'zod'
import type { Problem } from '../contract.ts'

/** Answers with the reason a request was refused. https://www.rfc-editor.org/rfc/rfc9457 */
export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** Everything that is wrong with what was sent; the path of the whole is the empty text. */
export const unprocessable = (error: z.ZodError): Problem => ({
  title: 'What you sent cannot be used',
  status: 422,
  errors: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
})
