import { z } from 'zod'
import { DAY_KINDS, STEP_KINDS, STEP_LEVELS } from '../domain/claim-states.ts'
import { dateText, id, query, write } from './procedure.ts'

/** One step of a 办理程序; see shared/domain/claim-procedure.ts. */
export const procedureStep = z.object({
  id: z.string().min(1).max(40),
  kind: z.enum(STEP_KINDS),
  name: z.string().trim().min(1, '请给这一步起名').max(40),
  level: z.enum(STEP_LEVELS).optional(),
  days: z.object({ count: z.int().min(1).max(365), kind: z.enum(DAY_KINDS) }).optional(),
  role: z.enum(['clerk', 'reviewer', 'admin']),
  material: z.array(z.string().min(1).max(80)).max(30).optional(),
})

export const procedureView = z.object({
  /** `default`: the one that an office begins with */
  id: z.string(),
  /** benefit id, or `*` */
  benefit: z.string(),
  benefitName: z.string(),
  steps: z.array(procedureStep),
  note: z.string(),
  from: dateText.nullable(),
  enteredBy: z.string(),
  /** claims under way that follow it */
  claims: z.int(),
})
export type ProcedureView = z.infer<typeof procedureView>

export const calendarDay = z.object({
  date: dateText,
  kind: z.enum(['off', 'work']),
  name: z.string().max(40),
})

export const materialItem = z.object({
  id,
  benefit: z.string(),
  name: z.string(),
  required: z.boolean(),
})

/** 办理程序, 办公日历 and 材料清单: how this office takes a claim to its payment. */
export const workflow = {
  procedures: query('办理程序').input(z.object({})).output(z.array(procedureView)),
  saveProcedure: write('设定办理程序', 'admin')
    .input(
      z.object({
        benefit: z.string().min(1).max(20),
        from: dateText,
        steps: z.array(procedureStep).max(40),
        note: z.string().trim().max(200).default(''),
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  removeProcedure: write('停用办理程序', 'admin')
    .input(z.object({ id, reason: z.string().trim().min(2, '请写明原因') }))
    .output(z.object({ id, txId: z.string() })),
  calendar: query('办公日历')
    .input(z.object({ year: z.int().min(2000).max(2100).optional() }))
    .output(z.array(calendarDay)),
  /** Replaces the exceptions of a year. */
  saveCalendar: write('录入办公日历', 'admin')
    .input(z.object({ year: z.int().min(2000).max(2100), days: z.array(calendarDay).max(366) }))
    .output(z.object({ changed: z.int(), txId: z.string().nullable() })),
  materials: query('材料清单').input(z.object({})).output(z.array(materialItem)),
  /** Replaces the checklist of a benefit (`*`: what every claim needs). */
  saveMaterials: write('设定材料清单', 'admin')
    .input(
      z.object({
        benefit: z.string().min(1).max(20),
        items: z.array(z.object({ name: z.string().trim().min(1).max(80), required: z.boolean() })).max(30),
      }),
    )
    .output(z.object({ changed: z.int(), txId: z.string().nullable() })),
}
