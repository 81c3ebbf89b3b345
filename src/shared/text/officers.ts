/** Wording of who may do what at the desk. */
import type { Role } from '../contract/procedure.ts'

export const ROLE_TEXT: Readonly<Record<Role, string>> = {
  viewer: '查看',
  clerk: '经办',
  reviewer: '复核',
  admin: '管理员',
}

/** Behind the name of an act: who may do it. Also what a button that is out of reach says. */
export function needsRole(role: Role): string {
  return `需要“${ROLE_TEXT[role]}”${role === 'admin' ? '' : '以上'}的权限，请换人办理，或请管理员调整权限。`
}

export const ROLE_EFFECT: Readonly<Record<Role, string>> = {
  viewer: '只看，不能改动',
  clerk: '登记、导入、测算、申领的日常办理',
  reviewer: '经办能做的，加复核、审批、解除暂缓',
  admin: '全部，加人员、办理程序和单位设置',
}

/**
 * What each role may do, as the table on the screen shows it: an act, the least role, and procedures of the contract
 * that carry it. A test holds the table to the contract.
 */
export const DUTY_TABLE: readonly {
  readonly act: string
  readonly role: Role
  readonly procedures: readonly string[]
}[] = [
  {
    act: '查看人员、申领、批次、测算结果和操作记录',
    role: 'viewer',
    procedures: ['people.list', 'claims.list', 'batches.list', 'policy.results', 'audit.list'],
  },
  {
    act: '登记和导入人员、单位、务工和参保',
    role: 'clerk',
    procedures: ['people.create', 'people.saveSpell', 'people.saveInsured', 'imports.run', 'employers.save'],
  },
  {
    act: '政策测算、生成申领、打印',
    role: 'clerk',
    procedures: ['policy.evaluate', 'claims.draft', 'policy.exportResults'],
  },
  {
    act: '收件、审核、编批、公示、送财政、发放（各步可在办理程序里另定）',
    role: 'clerk',
    procedures: ['claims.act', 'batches.create', 'batches.complete', 'publicity.post', 'payments.make'],
  },
  { act: '备份台账', role: 'clerk', procedures: ['ledger.backup'] },
  { act: '县级复核、审批（各步可在办理程序里另定）', role: 'reviewer', procedures: [] },
  {
    act: '解除暂缓、处理异议、记录研究决定、要求追回',
    role: 'reviewer',
    procedures: ['claims.release', 'publicity.resolve', 'decisions.record', 'payments.demandClawback'],
  },
  {
    act: '录入当地标准、执行口径、资金计划，启用政策包',
    role: 'reviewer',
    procedures: ['policy.saveStandard', 'policy.saveReading', 'budgets.save', 'packs.activate'],
  },
  {
    act: '单位设置、办理程序、办公日历、材料清单',
    role: 'admin',
    procedures: [
      'settings.save',
      'workflow.saveProcedure',
      'workflow.saveCalendar',
      'workflow.saveMaterials',
    ],
  },
  {
    act: '登记和停用交换伙伴，定可给的范围，更换本单位钥匙',
    role: 'admin',
    procedures: ['partners.trust', 'partners.revoke', 'partners.setScope', 'partners.replaceKeys'],
  },
  {
    act: '人员与权限、台账口令和恢复密钥',
    role: 'admin',
    procedures: [
      'officers.add',
      'officers.changeRole',
      'officers.remove',
      'officers.saveRules',
      'ledger.changePassphrase',
      'ledger.newRecoveryKey',
    ],
  },
]
