import { POST_KIND_TEXT } from '../../../../../shared/text/registry.ts'
import type { ExportSourceSpec, SourceField } from '../export-source.ts'

const text = (label: string, sql: string): SourceField => ({ label, kind: 'text', sql })

/** 岗位: a row for the vacancies of one kind that an employer offers. */
export const vacanciesSource: ExportSourceSpec = {
  label: '岗位',
  unit: '条岗位',
  table: 'vacancies',
  key: 'v.id',
  from: 'vacancies v LEFT JOIN employers e ON e.id = v.employer_id AND e.deleted_at IS NULL',
  where: 'v.deleted_at IS NULL',
  order: 'v.from_date, v.id',
  who: { from: 'vacancies v', name: "v.employer_text || ' ' || v.title", idNumber: 'NULL' },
  fields: {
    'vacancy.employer': text('用人单位', 'v.employer_text'),
    'vacancy.employerCode': { ...text('统一社会信用代码', 'e.credit_code'), table: 'employers' },
    'vacancy.title': text('岗位名称', 'v.title'),
    'vacancy.heads': { label: '招聘人数', kind: 'number', sql: 'v.heads' },
    'vacancy.postKind': { label: '岗位类型', kind: 'code', sql: 'v.post_kind', words: POST_KIND_TEXT },
    'vacancy.place': { label: '工作地点', kind: 'region', sql: 'v.county', part: 'long' },
    'vacancy.countyCode': text('工作地代码', 'v.county'),
    'vacancy.wageFrom': { label: '月薪起', kind: 'money', sql: 'v.wage_from_fen' },
    'vacancy.wageTo': { label: '月薪止', kind: 'money', sql: 'v.wage_to_fen' },
    'vacancy.from': { label: '发布日期', kind: 'date', sql: 'v.from_date' },
    'vacancy.to': { label: '截止日期', kind: 'date', sql: 'v.to_date' },
    'vacancy.education': text('学历要求', 'v.education_text'),
    'vacancy.suitable': text('适合人群', 'v.suitable_text'),
    'vacancy.terms': text('待遇说明', 'v.terms_text'),
    'vacancy.phone': { ...text('联系电话', 'v.phone'), personal: 'phone' },
  },
  touched: {
    vacancies: `SELECT l.row_id FROM entries l WHERE l.tbl = 'vacancies'`,
    employers: `SELECT v.id FROM entries l JOIN vacancies v ON v.employer_id = l.row_id WHERE l.tbl = 'employers'`,
  },
}
