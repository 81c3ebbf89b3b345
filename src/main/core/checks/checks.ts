import type { CheckId } from '../../../shared/domain/checks.ts'
import { fundsMixed, postingNotFinished, publicListUnmasked, sumsDiffer } from './batch-checks.ts'
import { cadreFamilyInPost, paidFromPublicPurse, saidToBeDead } from './comparison-checks.ts'
import {
  ageOutsideLimits,
  amountTooHigh,
  categoryNotHeld,
  outsideDocumentTime,
  workplaceNotNamed,
} from './document-checks.ts'
import { entitlementTwice, everPaid, notFirstTime, originAndHostPay } from './entitlement-checks.ts'
import type { Check } from './finding.ts'
import {
  accountAcrossHouseholds,
  householdPhoneApart,
  householdWithoutWork,
  phoneOrPayeeShared,
} from './household-checks.ts'
import { insuranceOrWorkEnded, insuredOnlyBriefly, rehiredBySameEmployer } from './insurance-checks.ts'
import { paidForItself, twoAgents } from './organiser-checks.ts'
import { returnedPayment } from './payment-checks.ts'
import { postContractAndInsurance, twoPostsAtOnce } from './post-checks.ts'

/** How each check looks; what it is and how grave stands in shared/domain/checks.ts. */
export const RUNS: Readonly<Record<CheckId, Check>> = {
  'entitlement-twice': entitlementTwice,
  'ever-paid': everPaid,
  'not-first-time': notFirstTime,
  'outside-document-time': outsideDocumentTime,
  'amount-too-high': amountTooHigh,
  'workplace-not-named': workplaceNotNamed,
  'category-not-held': categoryNotHeld,
  'age-outside-limits': ageOutsideLimits,
  'paid-from-public-purse': paidFromPublicPurse,
  'cadre-family-in-post': cadreFamilyInPost,
  'two-posts-at-once': twoPostsAtOnce,
  'post-contract-and-insurance': postContractAndInsurance,
  'said-to-be-dead': saidToBeDead,
  'paid-for-itself': paidForItself,
  'two-agents': twoAgents,
  'insured-only-briefly': insuredOnlyBriefly,
  'phone-or-payee-shared': phoneOrPayeeShared,
  'account-across-households': accountAcrossHouseholds,
  'sums-differ': sumsDiffer,
  'posting-not-finished': postingNotFinished,
  'funds-mixed': fundsMixed,
  'origin-and-host-pay': originAndHostPay,
  'returned-payment': returnedPayment,
  'household-without-work': householdWithoutWork,
  'insurance-or-work-ended': insuranceOrWorkEnded,
  'public-list-unmasked': publicListUnmasked,
  'household-phone-apart': householdPhoneApart,
  'rehired-by-same-employer': rehiredBySameEmployer,
}
