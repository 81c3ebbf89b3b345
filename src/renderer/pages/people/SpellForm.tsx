import { App, Button, DatePicker, Form, Input, InputNumber, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import type { SpellView } from '../../../shared/contract/registry.ts'
import { POST_KINDS, type PostKind } from '../../../shared/domain/policy.ts'
import { POST_KIND_TEXT } from '../../../shared/text/registry.ts'
import { client } from '../../client.ts'
import { useAskReason } from '../../components/ask.tsx'
import { keepDatesFromSending } from '../../components/date-keys.ts'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import { useDone } from '../../frame/undo.ts'
import { useSaveKey } from '../../state/save-key.ts'
import { useUnsaved } from '../../state/unsaved.ts'
import { OrgSelect } from './OrgSelect.tsx'
import { SpellYears, type TypedYear, typedYears, yearsOf } from './SpellYears.tsx'

type YesNo = 'yes' | 'no' | 'unknown'
type Fields = {
  employerId: string | null
  county: string | null
  from: Dayjs
  end: 'open' | 'ended' | 'unknown'
  to: Dayjs | null
  organised: YesNo
  agentId: string | null
  filing: YesNo
  filingNumber: string | null
  filingOn: Dayjs | null
  contract: YesNo
  contractFrom: Dayjs | null
  contractTo: Dayjs | null
  postKind: PostKind
  accident: YesNo
  accidentFrom: Dayjs | null
  accidentTo: Dayjs | null
  jobTitle: string | null
  monthlyIncome: number | null
  years: TypedYear[]
}

const YES_NO = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
  { value: 'unknown', label: '未知' },
]
const dateOf = (day: Dayjs | null | undefined) => (day ? day.format('YYYY-MM-DD') : null)
const dayOfText = (text: string | null | undefined) => (text ? dayjs(text) : null)
const knownOf = (state: YesNo) => (state === 'unknown' ? null : state)

/** One spell of work: typed in or changed. What is not known stays unknown. */
export function SpellForm({
  personId,
  personName,
  spell,
  leaving,
  onDone,
}: {
  personId: string
  personName: string
  spell?: SpellView
  /** the spell that the new one follows */
  leaving?: SpellView
  onDone: () => void
}) {
  const done = useDone()
  const askReason = useAskReason()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [touched, setTouched] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const end = Form.useWatch('end', form)
  const organised = Form.useWatch('organised', form)
  const filing = Form.useWatch('filing', form)
  const contract = Form.useWatch('contract', form)
  const welfare = Form.useWatch('postKind', form) === 'public-welfare'
  const accident = Form.useWatch('accident', form)
  useUnsaved(touched)
  useSaveKey(() => form.submit())

  const save = async (fields: Fields) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const saved = await client.people.saveSpell({
        ...(spell ? { id: spell.id } : {}),
        ...(leaving ? { leaving: leaving.id } : {}),
        personId,
        employerId: fields.employerId ?? null,
        county: fields.county ?? null,
        from: fields.from.format('YYYY-MM-DD'),
        toState: fields.end === 'unknown' ? null : fields.end,
        to: fields.end === 'ended' ? dateOf(fields.to) : null,
        organisedState: knownOf(fields.organised),
        agentId: fields.organised === 'yes' ? (fields.agentId ?? null) : null,
        filingState: knownOf(fields.filing),
        filingNumber: fields.filing === 'yes' ? fields.filingNumber?.trim() || null : null,
        filingOn: fields.filing === 'yes' ? dateOf(fields.filingOn) : null,
        contractState: knownOf(fields.contract),
        contractFrom: fields.contract === 'yes' ? dateOf(fields.contractFrom) : null,
        contractTo: fields.contract === 'yes' ? dateOf(fields.contractTo) : null,
        postKind: fields.postKind,
        accidentState: fields.postKind === 'public-welfare' ? knownOf(fields.accident) : null,
        accidentFrom: fields.accident === 'yes' ? dateOf(fields.accidentFrom) : null,
        accidentTo: fields.accident === 'yes' ? dateOf(fields.accidentTo) : null,
        jobTitle: fields.jobTitle?.trim() || null,
        monthlyIncomeFen: fields.monthlyIncome === null ? null : Math.round(fields.monthlyIncome * 100),
        years: yearsOf(fields.years),
      })
      setTouched(false)
      done(saved.txId, `${spell ? '修改' : leaving ? '换单位，登记' : '登记'} ${personName} 的务工经历`)
      onDone()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const remove = async () => {
    if (!spell) return
    const reason = await askReason({
      title: '删除这段务工经历',
      effect: `${personName} 在 ${spell.employerName ?? '未知单位'} 自 ${spell.from} 起的务工记录将不再参加测算；可以撤销。`,
      okText: '删除这一段',
    })
    if (reason === null) return
    try {
      const { txId } = await client.people.removeSpell({ id: spell.id, reason })
      setTouched(false)
      done(txId, `删除 ${personName} 的一段务工经历`)
      onDone()
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={initialOf(spell)}
      onKeyDown={keepDatesFromSending}
      onFinish={(fields) => void save(fields)}
      onValuesChange={() => setTouched(true)}
    >
      {leaving && (
        <p className="quiet" style={{ marginBottom: 10 }}>
          在 {leaving.employerName ?? '原单位'} 的那一段（{leaving.from} 起）将记为新单位开始的前一天结束。
        </p>
      )}
      <div className="two">
        <Form.Item label="用人单位" name="employerId">
          <OrgSelect of="employers" name={spell?.employerName ?? null} />
        </Form.Item>
        <Form.Item label="务工县（区）" name="county">
          <RegionSelect />
        </Form.Item>
        <Form.Item label="从哪天起" name="from" rules={[{ required: true, message: '请填写开始日期' }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item label="到哪天">
          <div className="row">
            <Form.Item name="end" noStyle>
              <Select
                style={{ width: 110 }}
                aria-label="是否还在岗"
                options={[
                  { value: 'open', label: '还在岗' },
                  { value: 'ended', label: '已结束' },
                  { value: 'unknown', label: '未知' },
                ]}
              />
            </Form.Item>
            {end === 'ended' && (
              <Form.Item name="to" noStyle rules={[{ required: true, message: '请填写结束日期' }]}>
                <DatePicker style={{ flex: 1 }} placeholder="结束日期" />
              </Form.Item>
            )}
          </div>
        </Form.Item>
        <Form.Item label="有组织输出" name="organised">
          <Radio.Group optionType="button" options={YES_NO} />
        </Form.Item>
        <Form.Item label="组织机构" name="agentId" hidden={organised !== 'yes'}>
          <OrgSelect of="agents" name={spell?.agentName ?? null} />
        </Form.Item>
        <Form.Item label="已备案" name="filing">
          <Radio.Group optionType="button" options={YES_NO} />
        </Form.Item>
        <div className="two" hidden={filing !== 'yes'}>
          <Form.Item label="备案编号" name="filingNumber" hidden={filing !== 'yes'}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item label="备案日期" name="filingOn" hidden={filing !== 'yes'}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item label="劳动合同" name="contract">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'yes', label: '有' },
              { value: 'no', label: '没有' },
              { value: 'unknown', label: '未知' },
            ]}
          />
        </Form.Item>
        <div className="two" hidden={contract !== 'yes'}>
          <Form.Item label="合同自" name="contractFrom" hidden={contract !== 'yes'}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item label="合同至" name="contractTo" hidden={contract !== 'yes'}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item label="岗位种类" name="postKind">
          <Select options={POST_KINDS.map((kind) => ({ value: kind, label: POST_KIND_TEXT[kind] }))} />
        </Form.Item>
        <Form.Item label="意外伤害保险" name="accident" hidden={!welfare}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'yes', label: '有' },
              { value: 'no', label: '没有' },
              { value: 'unknown', label: '未知' },
            ]}
          />
        </Form.Item>
        <div className="two" hidden={!welfare || accident !== 'yes'}>
          <Form.Item label="保险自" name="accidentFrom" hidden={!welfare || accident !== 'yes'}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item label="保险至" name="accidentTo" hidden={!welfare || accident !== 'yes'}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <div className="two">
          <Form.Item label="工种" name="jobTitle">
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item label="月收入（元）" name="monthlyIncome">
            <InputNumber min={0} max={1_000_000} precision={2} style={{ width: '100%' }} />
          </Form.Item>
        </div>
      </div>
      <SpellYears />
      <Problem error={problem} />
      <div className="row spread">
        <span className="row">
          <Button type="primary" htmlType="submit" loading={busy}>
            保存（Ctrl+S）
          </Button>
          <Button onClick={onDone}>取消</Button>
        </span>
        {spell && (
          <Button danger type="text" onClick={() => void remove()}>
            删除这一段
          </Button>
        )}
      </div>
    </Form>
  )
}

function initialOf(spell: SpellView | undefined): Partial<Fields> {
  if (!spell)
    return {
      end: 'open',
      organised: 'unknown',
      filing: 'unknown',
      contract: 'unknown',
      postKind: 'ordinary',
      accident: 'unknown',
      monthlyIncome: null,
      years: [],
    }
  return {
    employerId: spell.employerId,
    county: spell.county,
    from: dayjs(spell.from),
    end: spell.toState ?? (spell.to ? 'ended' : 'unknown'),
    to: dayOfText(spell.to),
    organised: spell.organisedState ?? 'unknown',
    agentId: spell.agentId,
    filing: spell.filingState ?? 'unknown',
    filingNumber: spell.filingNumber,
    filingOn: dayOfText(spell.filingOn),
    contract: spell.contractState ?? 'unknown',
    contractFrom: dayOfText(spell.contractFrom),
    contractTo: dayOfText(spell.contractTo),
    postKind: spell.postKind,
    accident: spell.accidentState ?? 'unknown',
    accidentFrom: dayOfText(spell.accidentFrom),
    accidentTo: dayOfText(spell.accidentTo),
    jobTitle: spell.jobTitle,
    monthlyIncome: spell.monthlyIncomeFen === null ? null : spell.monthlyIncomeFen / 100,
    years: typedYears(spell.years),
  }
}
