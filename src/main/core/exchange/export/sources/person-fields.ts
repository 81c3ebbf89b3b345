import { CATEGORIES } from '../../../../../shared/domain/categories.ts'
import { CATEGORY_TEXT } from '../../../../../shared/text/policy.ts'
import { SEX_TEXT } from '../../../../../shared/text/registry.ts'
import type { SourceField } from '../export-source.ts'

/** Fields of a person `p`. */
export const PERSON_FIELDS: Readonly<Record<string, SourceField>> = {
  'person.name': { label: '姓名', kind: 'text', sql: 'p.name', table: 'people', personal: 'name' },
  'person.idNumber': { label: '证件号码', kind: 'text', sql: 'p.id_number', table: 'people', personal: 'id' },
  'person.code': { label: '人编号', kind: 'text', sql: 'p.code', table: 'people' },
  'person.sex': { label: '性别', kind: 'code', sql: 'p.sex', table: 'people', words: SEX_TEXT },
  'person.birthDate': { label: '出生日期', kind: 'date', sql: 'p.birth_date', table: 'people' },
  'person.ethnicity': { label: '民族', kind: 'text', sql: 'p.ethnicity_text', table: 'people' },
  'person.ethnicityCode': { label: '民族代码', kind: 'text', sql: 'p.ethnicity_code', table: 'people' },
  'person.education': { label: '文化程度', kind: 'text', sql: 'p.education_text', table: 'people' },
  'person.educationCode': { label: '文化程度代码', kind: 'text', sql: 'p.education_code', table: 'people' },
  'person.relation': { label: '与户主关系', kind: 'text', sql: 'p.relation_to_head', table: 'people' },
  'person.homeProvince': {
    label: '户籍省',
    kind: 'region',
    sql: 'p.home_county',
    table: 'people',
    part: 'province',
  },
  'person.homeCity': { label: '户籍市', kind: 'region', sql: 'p.home_county', table: 'people', part: 'city' },
  'person.homeCounty': {
    label: '户籍县',
    kind: 'region',
    sql: 'p.home_county',
    table: 'people',
    part: 'county',
  },
  'person.homeCountyCode': { label: '户籍县代码', kind: 'text', sql: 'p.home_county', table: 'people' },
  'person.homeTownship': { label: '户籍乡镇', kind: 'text', sql: 'p.home_township_text', table: 'people' },
  'person.homeVillage': { label: '户籍村', kind: 'text', sql: 'p.home_village', table: 'people' },
  'person.phone': { label: '联系电话', kind: 'text', sql: 'p.phone', table: 'people', personal: 'phone' },
  'person.bank': { label: '开户行', kind: 'text', sql: 'p.payee_bank', table: 'people' },
  'person.account': {
    label: '银行账号',
    kind: 'text',
    sql: 'p.payee_account',
    table: 'people',
    personal: 'account',
  },
  'person.payeeName': {
    label: '账户姓名',
    kind: 'text',
    sql: 'p.payee_name',
    table: 'people',
    personal: 'name',
  },
  'person.health': { label: '健康状况', kind: 'text', sql: 'p.health_text', table: 'people' },
  'person.labour': { label: '劳动技能', kind: 'text', sql: 'p.labour_text', table: 'people' },
  'person.schooling': { label: '在校生状况', kind: 'text', sql: 'p.schooling_text', table: 'people' },
  'person.categories': {
    label: '人员类别',
    kind: 'codes',
    sql: `(SELECT group_concat(DISTINCT c.category) FROM person_categories c
      WHERE c.person_id = p.id AND c.deleted_at IS NULL AND c.to_date IS NULL)`,
    table: 'person_categories',
    words: CATEGORY_TEXT,
  },
}

/** First and last day of the latest period of a category. */
export function categoryDay(which: 'from' | 'to', like: string): string {
  return `(SELECT c.${which}_date FROM person_categories c WHERE c.person_id = p.id AND c.deleted_at IS NULL
    AND c.category LIKE '${like}' ORDER BY c.from_date DESC LIMIT 1)`
}

/** Categories of people under observation, for the column of that name. */
export const MONITORED_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  CATEGORIES.filter((category) => category.startsWith('monitored-')).map((category) => [
    category,
    CATEGORY_TEXT[category],
  ]),
)

/** Log entries of people, of their household and of their categories, to keys of rows that show a person. */
export function touchedByPerson(keyOfPerson: (personIds: string) => string): Record<string, string> {
  return {
    people: keyOfPerson(`SELECT l.row_id FROM entries l WHERE l.tbl = 'people'`),
    person_categories: keyOfPerson(
      `SELECT c.person_id FROM entries l JOIN person_categories c ON c.id = l.row_id WHERE l.tbl = 'person_categories'`,
    ),
    households: keyOfPerson(
      `SELECT p.id FROM entries l JOIN people p ON p.household_id = l.row_id WHERE l.tbl = 'households'`,
    ),
  }
}
