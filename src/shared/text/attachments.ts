import type { AttachmentOwnerKind } from '../domain/attachments.ts'

/** What files are attached to, as a clerk says it. */
export const ATTACHMENT_OWNER_TEXT: Readonly<Record<AttachmentOwnerKind, string>> = {
  'policy-document': '政策文件',
  'policy-row': '政策条款',
  duty: '职责任务',
  claim: '申领',
  batch: '批次',
  'public-list': '公示',
  person: '人员',
  household: '户',
  employer: '用人单位',
  agent: '劳务机构',
  school: '学校',
  station: '站点',
  'export-profile': '导出格式',
}
