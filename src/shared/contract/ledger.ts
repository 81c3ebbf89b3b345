import { z } from 'zod'
import { fileRef } from './files.ts'
import { countyCode, dateText, job, query, ROLES, session, write } from './procedure.ts'

const passphrase = z.string().min(1, '请输入口令').max(200)
const newPassphrase = z.string().min(8, '口令至少 8 个字符').max(200)

export const openLedger = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  office: z.string(),
  county: z.string(),
  countyName: z.string(),
  /** the person signed in; `''`: nobody has said yet who is at the desk */
  officer: z.string(),
  /** id in the list of officers; NULL: nobody yet, or the ledger keeps no list and has one person */
  officerId: z.string().nullable(),
  /** what the person signed in may do; NULL: nobody yet */
  role: z.enum(ROLES).nullable(),
  /** minutes without a key or a click after which the screens lock; 0: never */
  idleMinutes: z.int(),
  demo: z.boolean(),
  lastBackupAt: z.string().nullable(),
})

export const sessionState = z.object({
  host: z.enum(['electron', 'http', 'cli']),
  version: z.string(),
  /** today in Asia/Shanghai */
  today: dateText,
  ledger: openLedger.nullable(),
  /** ledgers opened before, and those in the usual folder; newest first */
  recent: z.array(z.object({ name: z.string(), path: z.string(), exists: z.boolean() })),
  folder: z.string(),
  /** the host protects the key itself (Electron safeStorage) for these paths */
  remembered: z.array(z.string()),
})
export type SessionState = z.infer<typeof sessionState>

export const doctorReport = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({ id: z.string(), label: z.string(), ok: z.boolean(), checked: z.int(), detail: z.string() }),
  ),
})
export type DoctorReport = z.infer<typeof doctorReport>

export const ledger = {
  state: session('当前状态').output(sessionState),
  /** Makes a new ledger in the usual folder (or at `path`). The recovery key is given this once. */
  create: session('新建台账')
    .input(
      z.object({
        name: z.string().min(1, '请填写台账名称').max(60),
        path: z.string().optional(),
        passphrase: newPassphrase,
        office: z.string().min(1, '请填写单位名称').max(80),
        county: countyCode,
        officer: z.string().min(1, '请填写经办人').max(40),
      }),
    )
    .output(z.object({ recoveryKey: z.string(), state: sessionState })),
  open: session('打开台账')
    .input(
      z.object({
        path: z.string(),
        passphrase: passphrase.optional(),
        officer: z.string().max(40).optional(),
        remember: z.boolean().default(false),
      }),
    )
    .output(sessionState),
  recover: session('用恢复密钥打开')
    .input(z.object({ path: z.string(), recoveryKey: z.string(), newPassphrase }))
    .output(sessionState),
  changePassphrase: session('更换口令', 'admin')
    .input(z.object({ passphrase, newPassphrase }))
    .output(z.object({ ok: z.literal(true) })),
  newRecoveryKey: session('更换恢复密钥', 'admin')
    .input(z.object({ passphrase }))
    .output(z.object({ recoveryKey: z.string() })),
  /** A PDF sheet with the recovery key, to print and lock away. */
  recoverySheet: session('打印恢复密钥')
    .input(z.object({ recoveryKey: z.string() }))
    .output(fileRef),
  lock: session('锁定').output(z.object({ ok: z.literal(true) })),
  /** One click: an invented county of `people` persons in a new ledger, imported through the ordinary importer. */
  createDemo: job(
    '建立演示县',
    z.object({ people: z.int().min(200).max(200_000).default(2000), seed: z.int().default(7) }),
    z.object({ path: z.string(), passphrase: z.string(), people: z.int(), imports: z.int() }),
  ),
  backup: job(
    '备份台账',
    z.object({ path: z.string().optional() }),
    z.object({ path: z.string(), size: z.int() }),
  ),
  doctor: job('台账体检', z.object({}), doctorReport, 'viewer'),
}

export const officeSettings = z.object({
  office: z.string(),
  county: z.string(),
  officer: z.string(),
  phone: z.string(),
  /** the five cards of the first minutes are closed for good */
  tourClosed: z.boolean(),
})

export const settings = {
  get: query('单位设置').output(officeSettings),
  save: write('保存单位设置', 'admin').input(officeSettings.partial()).output(officeSettings),
}
