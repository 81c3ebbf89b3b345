import { z } from 'zod'

/** Result of `ledger.createDemo`. */
export const demoResult = z.object({
  path: z.string(),
  passphrase: z.string(),
  people: z.int(),
  imports: z.int(),
})
