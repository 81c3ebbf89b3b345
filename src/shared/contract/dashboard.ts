import { z } from 'zod'
import { dateText, fen, query } from './procedure.ts'

export const dashboardView = z.object({
  asOf: dateText,
  people: z.int(),
  povertyLifted: z.int(),
  households: z.int(),
  employers: z.int(),
  agents: z.int(),
  workingNow: z.int(),
  workingByProvince: z.array(z.object({ code: z.string(), name: z.string(), count: z.int() })),
  insuredLastMonth: z.int(),
  claimsDrafted: z.object({ count: z.int(), amountFen: fen }),
  claimsUnprinted: z.int(),
  /** of the latest calculation; NULL: never calculated */
  run: z
    .object({
      asOf: dateText,
      stale: z.boolean(),
      eligibleUnclaimed: z.array(
        z.object({ benefit: z.string(), name: z.string(), count: z.int(), amountFen: fen }),
      ),
      outcomes: z.array(z.object({ outcome: z.string(), count: z.int() })),
      pendingByMonth: z.array(
        z.object({ month: z.string(), benefit: z.string(), count: z.int(), amountFen: fen }),
      ),
      missing: z.int(),
    })
    .nullable(),
  /** what a clerk should look at, each opening its rows */
  due: z.array(z.object({ id: z.string(), text: z.string(), count: z.int(), link: z.string() })),
  recentImports: z.array(
    z.object({
      id: z.string(),
      fileName: z.string(),
      importedAt: z.string(),
      newCount: z.int(),
      refusedCount: z.int(),
    }),
  ),
  tour: z.object({
    closed: z.boolean(),
    imported: z.boolean(),
    evaluated: z.boolean(),
    drafted: z.boolean(),
    printed: z.boolean(),
  }),
})
export type DashboardView = z.infer<typeof dashboardView>

export const dashboard = {
  view: query('工作台')
    .input(z.object({ asOf: dateText }))
    .output(dashboardView),
}
