import { z } from 'zod'
import { sessionState } from './ledger.ts'
import { id, query, ROLES, session as sessionProcedure, write } from './procedure.ts'

const name = z.string().trim().min(1, '请填写姓名').max(40)
const role = z.enum(ROLES)
const pin = z.string().max(64)
const newPin = z.string().min(4, 'PIN 至少 4 个字符').max(64)
const reason = z.string().trim().min(2, '请写明原因（至少两个字）').max(200)
const saved = z.object({ id })

export const officerRow = z.object({
  id,
  name: z.string(),
  role,
  hasPin: z.boolean(),
  addedBy: z.string(),
  /** of one who may not sign in any more: when, and why */
  removed: z.object({ at: z.string(), reason: z.string() }).nullable(),
})
export type OfficerRow = z.infer<typeof officerRow>

/** One whom the desk can be handed to. */
export const deskOfficer = z.object({ id, name: z.string(), role, hasPin: z.boolean() })
export type DeskOfficer = z.infer<typeof deskOfficer>

export const deskRules = z.object({
  /** whoever handled a claim may not also review or approve it */
  fourEyes: z.boolean(),
  /** minutes without a key or a click after which the ledger is locked; 0: never */
  idleMinutes: z.int().min(0).max(480),
})
export type DeskRules = z.infer<typeof deskRules>

/** 人员与权限. None of these acts can be undone: each is put right by the next. */
export const officers = {
  /** those at work first, then those who left */
  list: query('人员与权限').output(z.array(officerRow)),
  /** The first one must be an administrator; from then on somebody must sign in. */
  add: write('添加人员', 'admin')
    .input(z.object({ name, role, pin: newPin.optional() }))
    .output(saved),
  changeRole: write('改人员权限', 'admin').input(z.object({ id, role })).output(saved),
  /** One's own with the present one (where set); anybody's as administrator. `null` takes it away. */
  setPin: write('设置 PIN', 'viewer')
    .input(z.object({ id, pin: newPin.nullable(), current: pin.optional() }))
    .output(saved),
  remove: write('停用人员', 'admin').input(z.object({ id, reason })).output(saved),
  rules: query('锁定和复核规定').output(deskRules),
  saveRules: write('改锁定和复核规定', 'admin').input(deskRules.partial()).output(deskRules),
}

/** Who is at the desk. The ledger stays open when the person changes. */
export const session = {
  officers: sessionProcedure('可以办理的人员').output(z.array(deskOfficer)),
  signIn: sessionProcedure('换人')
    .input(z.object({ officerId: id, pin: pin.optional() }))
    .output(sessionState),
}
