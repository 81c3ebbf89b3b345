import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useRef, useState } from 'react'
import type { PersonDetail } from '../../../shared/contract/registry.ts'
import type { Category } from '../../../shared/domain/categories.ts'
import { EDUCATIONS } from '../../../shared/domain/education.ts'
import { ACCOUNT_KIND_TEXT } from '../../../shared/text/registry.ts'
import { client } from '../../client.ts'
import { keepDatesFromSending } from '../../components/date-keys.ts'
import { Problem } from '../../components/Problem.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import { useDone } from '../../frame/undo.ts'
import { useSaveKey } from '../../state/save-key.ts'
import { useLedger } from '../../state/session.ts'
import { useUnsaved } from '../../state/unsaved.ts'
import { CATEGORY_OPTIONS } from './filter.ts'
import { type PersonFields, patchOf } from './person-patch.ts'

type Fields = Omit<PersonFields, 'categories'> & {
  categories: { category: Category; from: Dayjs; to?: Dayjs | null }[]
}

/** Types in or changes a person. Ctrl+S saves; only what was changed is sent. */
export function PersonForm({
  person,
  onSaved,
  onCancel,
}: {
  person?: PersonDetail
  onSaved: (id: string) => void
  onCancel?: () => void
}) {
  const { county } = useLedger()
  const done = useDone()
  const [form] = Form.useForm<Fields>()
  const [touched, setTouched] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  useUnsaved(touched)
  const changed = useRef(new Set<string>())
  useSaveKey(() => form.submit())

  const save = async (fields: Fields) => {
    setBusy(true)
    setProblem(undefined)
    const values: PersonFields = {
      ...fields,
      categories: fields.categories.map((span) => ({
        category: span.category,
        from: span.from.format('YYYY-MM-DD'),
        to: span.to ? span.to.format('YYYY-MM-DD') : null,
      })),
    }
    try {
      const patch = patchOf(values, person ? changed.current : null)
      const saved = person
        ? await client.people.update({ id: person.id, patch })
        : await client.people.create({ ...patch, name: values.name })
      setTouched(false)
      done(saved.txId, person ? `修改 ${values.name}` : `登记 ${values.name}`)
      onSaved(saved.id)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={initialOf(person, county)}
      onKeyDown={keepDatesFromSending}
      onFinish={(fields) => void save(fields)}
      onValuesChange={(part) => {
        for (const key of Object.keys(part)) changed.current.add(key)
        setTouched(true)
      }}
    >
      <div className="two">
        <Form.Item label="姓名" name="name" rules={[{ required: true, message: '请填写姓名' }]}>
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item label="证件号" name="idNumber">
          <Input
            maxLength={20}
            placeholder={person?.idMasked ? `${person.idMasked}（不改就留空）` : '身份证号 18 位'}
          />
        </Form.Item>
        <Form.Item label="民族" name="ethnicityText">
          <Input maxLength={20} placeholder="如 彝族" />
        </Form.Item>
        <Form.Item label="文化程度" name="educationText">
          <Select
            allowClear
            showSearch
            options={Object.values(EDUCATIONS).map((name) => ({ value: name, label: name }))}
          />
        </Form.Item>
        <Form.Item label="户籍县（区）" name="homeCounty">
          <RegionSelect />
        </Form.Item>
        <Form.Item label="乡镇" name="homeTownshipText">
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item label="村、组" name="homeVillage">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item label="电话" name="phone">
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item label="收款人" name="payeeName">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item label="开户银行" name="payeeBank">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item label="收款账号" name="payeeAccount">
          <Input
            maxLength={40}
            placeholder={person?.payeeAccountMasked ? `${person.payeeAccountMasked}（不改就留空）` : ''}
          />
        </Form.Item>
        <Form.Item label="账号种类" name="payeeAccountKind">
          <Select
            allowClear
            options={Object.entries(ACCOUNT_KIND_TEXT).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
      </div>
      <Form.List name="categories">
        {(rows, { add, remove }) => (
          <div style={{ marginBottom: 10 }}>
            <div className="row" style={{ marginBottom: 4 }}>
              人员类别
              <Button
                size="small"
                icon={<PlusOutlined />}
                onClick={() => add({ category: 'poverty-lifted', from: null, to: null })}
              >
                加一类
              </Button>
            </div>
            {rows.map((row) => (
              <div key={row.key} className="row" style={{ marginBottom: 4, alignItems: 'flex-start' }}>
                <Form.Item name={[row.name, 'category']} noStyle>
                  <Select style={{ width: 130 }} options={CATEGORY_OPTIONS} aria-label="类别" />
                </Form.Item>
                <Form.Item
                  name={[row.name, 'from']}
                  style={{ margin: 0 }}
                  rules={[{ required: true, message: '从哪天起' }]}
                >
                  <DatePicker placeholder="从哪天起" style={{ width: 130 }} />
                </Form.Item>
                <Form.Item name={[row.name, 'to']} noStyle>
                  <DatePicker placeholder="至今" style={{ width: 130 }} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label="去掉这一类"
                  onClick={() => remove(row.name)}
                />
              </div>
            ))}
          </div>
        )}
      </Form.List>
      <Form.Item name="categoriesKnown" valuePropName="checked">
        <Checkbox>类别已核实（不勾：类别未知）</Checkbox>
      </Form.Item>
      <Form.Item label="备注" name="note">
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Problem error={problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy}>
          保存（Ctrl+S）
        </Button>
        {onCancel && <Button onClick={onCancel}>取消</Button>}
      </div>
    </Form>
  )
}

function initialOf(person: PersonDetail | undefined, county: string): Partial<Fields> {
  if (!person) return { homeCounty: county, categories: [], categoriesKnown: false }
  return {
    name: person.name,
    ethnicityText: person.ethnicityText,
    educationText: person.educationText,
    homeCounty: person.homeCounty,
    homeTownshipText: person.homeTownshipText,
    homeVillage: person.homeVillage,
    phone: person.phone,
    payeeName: person.payeeName,
    payeeBank: person.payeeBank,
    payeeAccountKind: person.payeeAccountKind,
    note: person.note,
    categoriesKnown: person.categoriesKnown,
    categories: person.categories.map((span) => ({
      category: span.category,
      from: dayjs(span.from),
      to: span.to ? dayjs(span.to) : null,
    })),
  }
}
