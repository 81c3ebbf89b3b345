CREATE TABLE `conflict_decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`conflict_id` text NOT NULL,
	`choice` text NOT NULL,
	`reason` text,
	`decided_at` text NOT NULL,
	`decided_by` text NOT NULL
) STRICT;

CREATE INDEX `conflict_decisions_conflict` ON `conflict_decisions` (`conflict_id`);
CREATE TABLE `inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`ledger_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`kind` text NOT NULL,
	`base` integer NOT NULL,
	`sha256` text NOT NULL,
	`made_at` text NOT NULL,
	`received_at` text NOT NULL,
	`received_by` text NOT NULL,
	`state` text NOT NULL,
	`entries` integer NOT NULL,
	`taken` integer NOT NULL,
	`rejected` text NOT NULL,
	`conflicts` integer NOT NULL,
	`twins` integer NOT NULL,
	`skew` integer NOT NULL,
	`content` blob,
	`receipt_sent_in` text
) STRICT;

CREATE UNIQUE INDEX `inbox_sequence` ON `inbox` (`ledger_id`,`sequence`);
CREATE TABLE `kept_fields` (
	`id` text PRIMARY KEY NOT NULL,
	`tbl` text NOT NULL,
	`row_id` text NOT NULL,
	`field` text NOT NULL,
	`hlc` text NOT NULL,
	`value` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `kept_fields_key` ON `kept_fields` (`tbl`,`row_id`,`field`);
CREATE TABLE `merge_conflicts` (
	`id` text PRIMARY KEY NOT NULL,
	`tbl` text NOT NULL,
	`row_id` text NOT NULL,
	`field` text NOT NULL,
	`earlier_hlc` text NOT NULL,
	`later_hlc` text NOT NULL,
	`earlier` text NOT NULL,
	`later` text NOT NULL,
	`base` text NOT NULL,
	`found_at` text NOT NULL,
	`inbox_id` text,
	`skew` integer NOT NULL
) STRICT;

CREATE INDEX `merge_conflicts_record` ON `merge_conflicts` (`tbl`,`row_id`);
CREATE TABLE `office_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`age_identity` text NOT NULL,
	`age_recipient` text NOT NULL,
	`signing_pem` text NOT NULL,
	`signing_key` text NOT NULL,
	`made_at` text NOT NULL,
	`retired_at` text
) STRICT;

CREATE TABLE `origin_transactions` (
	`hlc` text PRIMARY KEY NOT NULL,
	`tx_id` text NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`office` text NOT NULL
) STRICT;

CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`ledger_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`kind` text NOT NULL,
	`base` integer NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	`entries` integer NOT NULL,
	`through_seq` integer NOT NULL,
	`file_name` text NOT NULL,
	`scope` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text NOT NULL,
	`receipt` text NOT NULL,
	`receipt_at` text,
	`receipt_json` text
) STRICT;

CREATE UNIQUE INDEX `outbox_sequence` ON `outbox` (`ledger_id`,`sequence`);
CREATE TABLE `partner_people` (
	`id` text PRIMARY KEY NOT NULL,
	`ledger_id` text NOT NULL,
	`person_id` text NOT NULL,
	`sequence` integer NOT NULL
) STRICT;

CREATE UNIQUE INDEX `partner_people_key` ON `partner_people` (`ledger_id`,`person_id`);
CREATE TABLE `partners` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`ledger_id` text NOT NULL,
	`node` text NOT NULL,
	`age_recipient` text NOT NULL,
	`signing_key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`trusted_at` text NOT NULL,
	`trusted_by` text NOT NULL,
	`revoked_at` text,
	`revoked_by` text,
	`revoked_reason` text,
	`replaces` text,
	`scope` text NOT NULL,
	`note` text
) STRICT;

CREATE INDEX `partners_signing_key` ON `partners` (`signing_key`) WHERE "partners"."deleted_at" IS NULL;
DROP INDEX `batches_number`;
CREATE INDEX `batches_number` ON `batches` (`number`);
DROP INDEX `sample_calls_key`;
CREATE INDEX `sample_calls_key` ON `sample_calls` (`sample_id`,`claim_id`) WHERE "sample_calls"."deleted_at" IS NULL;
DROP INDEX `claim_entitlements_key`;
CREATE INDEX `claim_entitlements_key` ON `claim_entitlements` (`entitlement_key`) WHERE "claim_entitlements"."deleted_at" IS NULL;
DROP INDEX `claim_holds_key`;
CREATE INDEX `claim_holds_key` ON `claim_holds` (`claim_id`,`check_id`,`evidence`) WHERE "claim_holds"."deleted_at" IS NULL;
DROP INDEX `claim_materials_key`;
CREATE INDEX `claim_materials_key` ON `claim_materials` (`claim_id`,`item`) WHERE "claim_materials"."deleted_at" IS NULL;
DROP INDEX `claims_number`;
CREATE INDEX `claims_number` ON `claims` (`number`);
DROP INDEX `grants_entitlement`;
CREATE INDEX `grants_entitlement` ON `grants` (`entitlement_key`) WHERE "grants"."deleted_at" IS NULL;
DROP INDEX `officers_name`;
CREATE INDEX `officers_name` ON `officers` (`name`) WHERE "officers"."deleted_at" IS NULL;
DROP INDEX `installed_packs_sha256`;
CREATE INDEX `installed_packs_sha256` ON `installed_packs` (`sha256`) WHERE "installed_packs"."deleted_at" IS NULL;
DROP INDEX `pack_signers_key`;
CREATE INDEX `pack_signers_key` ON `pack_signers` (`public_key`) WHERE "pack_signers"."deleted_at" IS NULL;
DROP INDEX `papers_serial`;
CREATE INDEX `papers_serial` ON `papers` (`serial`) WHERE "papers"."deleted_at" IS NULL;
DROP INDEX `bank_returns_file`;
CREATE INDEX `bank_returns_file` ON `bank_returns` (`payment_file_id`,`sha256`) WHERE "bank_returns"."deleted_at" IS NULL;
DROP INDEX `payment_files_number`;
CREATE INDEX `payment_files_number` ON `payment_files` (`number`);
DROP INDEX `payments_row`;
DROP INDEX `payments_reissue`;
CREATE INDEX `payments_row` ON `payments` (`payment_file_id`,`row`) WHERE "payments"."deleted_at" IS NULL;
CREATE INDEX `payments_reissue` ON `payments` (`reissue_of`) WHERE "payments"."deleted_at" IS NULL;
DROP INDEX `scenarios_name`;
CREATE INDEX `scenarios_name` ON `scenarios` (`name`) WHERE "scenarios"."deleted_at" IS NULL;
DROP INDEX `calendar_days_date`;
CREATE INDEX `calendar_days_date` ON `calendar_days` (`date`) WHERE "calendar_days"."deleted_at" IS NULL;
DROP INDEX `check_settings_check`;
CREATE INDEX `check_settings_check` ON `check_settings` (`check_id`) WHERE "check_settings"."deleted_at" IS NULL;
DROP INDEX `material_items_key`;
CREATE INDEX `material_items_key` ON `material_items` (`benefit`,`name`) WHERE "material_items"."deleted_at" IS NULL;
DROP INDEX `agents_credit_code`;
CREATE INDEX `agents_credit_code` ON `agents` (`credit_code`) WHERE "agents"."deleted_at" IS NULL;
DROP INDEX `employer_recognitions_key`;
CREATE INDEX `employer_recognitions_key` ON `employer_recognitions` (`employer_id`,`kind`,`on_date`) WHERE "employer_recognitions"."deleted_at" IS NULL;
DROP INDEX `employers_credit_code`;
CREATE INDEX `employers_credit_code` ON `employers` (`credit_code`) WHERE "employers"."deleted_at" IS NULL;
DROP INDEX `household_years_key`;
CREATE INDEX `household_years_key` ON `household_years` (`household_id`,`year`) WHERE "household_years"."deleted_at" IS NULL;
DROP INDEX `households_code`;
CREATE INDEX `households_code` ON `households` (`code`) WHERE "households"."deleted_at" IS NULL;
DROP INDEX `pairings_key`;
CREATE INDEX `pairings_key` ON `pairings` (`east_county`,`west_county`,`from_date`) WHERE "pairings"."deleted_at" IS NULL;
DROP INDEX `people_id_number`;
CREATE INDEX `people_id_number` ON `people` (`id_number`) WHERE "people"."deleted_at" IS NULL;
DROP INDEX `person_categories_key`;
CREATE INDEX `person_categories_key` ON `person_categories` (`person_id`,`category`,`from_date`) WHERE "person_categories"."deleted_at" IS NULL;
DROP INDEX `decisions_key`;
CREATE INDEX `decisions_key` ON `decisions` (`entitlement_key`) WHERE "decisions"."deleted_at" IS NULL;
DROP INDEX `duty_years_key`;
CREATE INDEX `duty_years_key` ON `duty_years` (`duty`,`year`) WHERE "duty_years"."deleted_at" IS NULL;
DROP INDEX `job_seekers_key`;
CREATE INDEX `job_seekers_key` ON `job_seekers` (`person_id`,`from_date`) WHERE "job_seekers"."deleted_at" IS NULL;
DROP INDEX `fair_employers_key`;
CREATE INDEX `fair_employers_key` ON `fair_employers` (`fair_id`,`employer_id`) WHERE "fair_employers"."deleted_at" IS NULL;
DROP INDEX `insured_years_key`;
CREATE INDEX `insured_years_key` ON `insured_years` (`person_id`,`employer_text`,`county`,`year`) WHERE "insured_years"."deleted_at" IS NULL;
DROP INDEX `rent_years_key`;
CREATE INDEX `rent_years_key` ON `rent_years` (`person_id`,`year`) WHERE "rent_years"."deleted_at" IS NULL;
DROP INDEX `spell_years_key`;
CREATE INDEX `spell_years_key` ON `spell_years` (`spell_id`,`year`) WHERE "spell_years"."deleted_at" IS NULL;
DROP INDEX `spells_key`;
CREATE INDEX `spells_key` ON `spells` (`person_id`,`employer_text`,`county`,`from_date`) WHERE "spells"."deleted_at" IS NULL;
CREATE TRIGGER "agents_credit_code_insert" BEFORE INSERT ON "agents" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "agents" WHERE "credit_code" = NEW."credit_code" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: agents.credit_code'); END;
CREATE TRIGGER "agents_credit_code_update" BEFORE UPDATE OF "credit_code", "deleted_at" ON "agents" WHEN NEW.deleted_at IS NULL AND (OLD."credit_code" IS NOT NEW."credit_code" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "agents" WHERE "credit_code" = NEW."credit_code" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: agents.credit_code'); END;
CREATE TRIGGER "bank_returns_file_insert" BEFORE INSERT ON "bank_returns" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "bank_returns" WHERE "payment_file_id" = NEW."payment_file_id" AND "sha256" = NEW."sha256" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: bank_returns.payment_file_id, bank_returns.sha256'); END;
CREATE TRIGGER "bank_returns_file_update" BEFORE UPDATE OF "payment_file_id", "sha256", "deleted_at" ON "bank_returns" WHEN NEW.deleted_at IS NULL AND (OLD."payment_file_id" IS NOT NEW."payment_file_id" OR OLD."sha256" IS NOT NEW."sha256" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "bank_returns" WHERE "payment_file_id" = NEW."payment_file_id" AND "sha256" = NEW."sha256" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: bank_returns.payment_file_id, bank_returns.sha256'); END;
CREATE TRIGGER "batches_number_insert" BEFORE INSERT ON "batches" WHEN EXISTS (SELECT 1 FROM "batches" WHERE "number" = NEW."number") AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: batches.number'); END;
CREATE TRIGGER "batches_number_update" BEFORE UPDATE OF "number" ON "batches" WHEN (OLD."number" IS NOT NEW."number") AND EXISTS (SELECT 1 FROM "batches" WHERE "number" = NEW."number" AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: batches.number'); END;
CREATE TRIGGER "calendar_days_date_insert" BEFORE INSERT ON "calendar_days" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "calendar_days" WHERE "date" = NEW."date" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: calendar_days.date'); END;
CREATE TRIGGER "calendar_days_date_update" BEFORE UPDATE OF "date", "deleted_at" ON "calendar_days" WHEN NEW.deleted_at IS NULL AND (OLD."date" IS NOT NEW."date" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "calendar_days" WHERE "date" = NEW."date" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: calendar_days.date'); END;
CREATE TRIGGER "check_settings_check_insert" BEFORE INSERT ON "check_settings" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "check_settings" WHERE "check_id" = NEW."check_id" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: check_settings.check_id'); END;
CREATE TRIGGER "check_settings_check_update" BEFORE UPDATE OF "check_id", "deleted_at" ON "check_settings" WHEN NEW.deleted_at IS NULL AND (OLD."check_id" IS NOT NEW."check_id" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "check_settings" WHERE "check_id" = NEW."check_id" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: check_settings.check_id'); END;
CREATE TRIGGER "claim_entitlements_key_insert" BEFORE INSERT ON "claim_entitlements" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "claim_entitlements" WHERE "entitlement_key" = NEW."entitlement_key" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claim_entitlements.entitlement_key'); END;
CREATE TRIGGER "claim_entitlements_key_update" BEFORE UPDATE OF "entitlement_key", "deleted_at" ON "claim_entitlements" WHEN NEW.deleted_at IS NULL AND (OLD."entitlement_key" IS NOT NEW."entitlement_key" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "claim_entitlements" WHERE "entitlement_key" = NEW."entitlement_key" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claim_entitlements.entitlement_key'); END;
CREATE TRIGGER "claim_holds_key_insert" BEFORE INSERT ON "claim_holds" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "claim_holds" WHERE "claim_id" = NEW."claim_id" AND "check_id" = NEW."check_id" AND "evidence" = NEW."evidence" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claim_holds.claim_id, claim_holds.check_id, claim_holds.evidence'); END;
CREATE TRIGGER "claim_holds_key_update" BEFORE UPDATE OF "claim_id", "check_id", "evidence", "deleted_at" ON "claim_holds" WHEN NEW.deleted_at IS NULL AND (OLD."claim_id" IS NOT NEW."claim_id" OR OLD."check_id" IS NOT NEW."check_id" OR OLD."evidence" IS NOT NEW."evidence" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "claim_holds" WHERE "claim_id" = NEW."claim_id" AND "check_id" = NEW."check_id" AND "evidence" = NEW."evidence" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claim_holds.claim_id, claim_holds.check_id, claim_holds.evidence'); END;
CREATE TRIGGER "claim_materials_key_insert" BEFORE INSERT ON "claim_materials" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "claim_materials" WHERE "claim_id" = NEW."claim_id" AND "item" = NEW."item" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claim_materials.claim_id, claim_materials.item'); END;
CREATE TRIGGER "claim_materials_key_update" BEFORE UPDATE OF "claim_id", "item", "deleted_at" ON "claim_materials" WHEN NEW.deleted_at IS NULL AND (OLD."claim_id" IS NOT NEW."claim_id" OR OLD."item" IS NOT NEW."item" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "claim_materials" WHERE "claim_id" = NEW."claim_id" AND "item" = NEW."item" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claim_materials.claim_id, claim_materials.item'); END;
CREATE TRIGGER "claims_number_insert" BEFORE INSERT ON "claims" WHEN EXISTS (SELECT 1 FROM "claims" WHERE "number" = NEW."number") AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claims.number'); END;
CREATE TRIGGER "claims_number_update" BEFORE UPDATE OF "number" ON "claims" WHEN (OLD."number" IS NOT NEW."number") AND EXISTS (SELECT 1 FROM "claims" WHERE "number" = NEW."number" AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: claims.number'); END;
CREATE TRIGGER "decisions_key_insert" BEFORE INSERT ON "decisions" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "decisions" WHERE "entitlement_key" = NEW."entitlement_key" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: decisions.entitlement_key'); END;
CREATE TRIGGER "decisions_key_update" BEFORE UPDATE OF "entitlement_key", "deleted_at" ON "decisions" WHEN NEW.deleted_at IS NULL AND (OLD."entitlement_key" IS NOT NEW."entitlement_key" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "decisions" WHERE "entitlement_key" = NEW."entitlement_key" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: decisions.entitlement_key'); END;
CREATE TRIGGER "duty_years_key_insert" BEFORE INSERT ON "duty_years" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "duty_years" WHERE "duty" = NEW."duty" AND "year" = NEW."year" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: duty_years.duty, duty_years.year'); END;
CREATE TRIGGER "duty_years_key_update" BEFORE UPDATE OF "duty", "year", "deleted_at" ON "duty_years" WHEN NEW.deleted_at IS NULL AND (OLD."duty" IS NOT NEW."duty" OR OLD."year" IS NOT NEW."year" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "duty_years" WHERE "duty" = NEW."duty" AND "year" = NEW."year" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: duty_years.duty, duty_years.year'); END;
CREATE TRIGGER "employer_recognitions_key_insert" BEFORE INSERT ON "employer_recognitions" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "employer_recognitions" WHERE "employer_id" = NEW."employer_id" AND "kind" = NEW."kind" AND "on_date" = NEW."on_date" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: employer_recognitions.employer_id, employer_recognitions.kind, employer_recognitions.on_date'); END;
CREATE TRIGGER "employer_recognitions_key_update" BEFORE UPDATE OF "employer_id", "kind", "on_date", "deleted_at" ON "employer_recognitions" WHEN NEW.deleted_at IS NULL AND (OLD."employer_id" IS NOT NEW."employer_id" OR OLD."kind" IS NOT NEW."kind" OR OLD."on_date" IS NOT NEW."on_date" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "employer_recognitions" WHERE "employer_id" = NEW."employer_id" AND "kind" = NEW."kind" AND "on_date" = NEW."on_date" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: employer_recognitions.employer_id, employer_recognitions.kind, employer_recognitions.on_date'); END;
CREATE TRIGGER "employers_credit_code_insert" BEFORE INSERT ON "employers" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "employers" WHERE "credit_code" = NEW."credit_code" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: employers.credit_code'); END;
CREATE TRIGGER "employers_credit_code_update" BEFORE UPDATE OF "credit_code", "deleted_at" ON "employers" WHEN NEW.deleted_at IS NULL AND (OLD."credit_code" IS NOT NEW."credit_code" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "employers" WHERE "credit_code" = NEW."credit_code" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: employers.credit_code'); END;
CREATE TRIGGER "fair_employers_key_insert" BEFORE INSERT ON "fair_employers" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "fair_employers" WHERE "fair_id" = NEW."fair_id" AND "employer_id" = NEW."employer_id" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: fair_employers.fair_id, fair_employers.employer_id'); END;
CREATE TRIGGER "fair_employers_key_update" BEFORE UPDATE OF "fair_id", "employer_id", "deleted_at" ON "fair_employers" WHEN NEW.deleted_at IS NULL AND (OLD."fair_id" IS NOT NEW."fair_id" OR OLD."employer_id" IS NOT NEW."employer_id" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "fair_employers" WHERE "fair_id" = NEW."fair_id" AND "employer_id" = NEW."employer_id" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: fair_employers.fair_id, fair_employers.employer_id'); END;
CREATE TRIGGER "grants_entitlement_insert" BEFORE INSERT ON "grants" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "grants" WHERE "entitlement_key" = NEW."entitlement_key" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: grants.entitlement_key'); END;
CREATE TRIGGER "grants_entitlement_update" BEFORE UPDATE OF "entitlement_key", "deleted_at" ON "grants" WHEN NEW.deleted_at IS NULL AND (OLD."entitlement_key" IS NOT NEW."entitlement_key" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "grants" WHERE "entitlement_key" = NEW."entitlement_key" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: grants.entitlement_key'); END;
CREATE TRIGGER "household_years_key_insert" BEFORE INSERT ON "household_years" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "household_years" WHERE "household_id" = NEW."household_id" AND "year" = NEW."year" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: household_years.household_id, household_years.year'); END;
CREATE TRIGGER "household_years_key_update" BEFORE UPDATE OF "household_id", "year", "deleted_at" ON "household_years" WHEN NEW.deleted_at IS NULL AND (OLD."household_id" IS NOT NEW."household_id" OR OLD."year" IS NOT NEW."year" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "household_years" WHERE "household_id" = NEW."household_id" AND "year" = NEW."year" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: household_years.household_id, household_years.year'); END;
CREATE TRIGGER "households_code_insert" BEFORE INSERT ON "households" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "households" WHERE "code" = NEW."code" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: households.code'); END;
CREATE TRIGGER "households_code_update" BEFORE UPDATE OF "code", "deleted_at" ON "households" WHEN NEW.deleted_at IS NULL AND (OLD."code" IS NOT NEW."code" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "households" WHERE "code" = NEW."code" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: households.code'); END;
CREATE TRIGGER "installed_packs_sha256_insert" BEFORE INSERT ON "installed_packs" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "installed_packs" WHERE "sha256" = NEW."sha256" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: installed_packs.sha256'); END;
CREATE TRIGGER "installed_packs_sha256_update" BEFORE UPDATE OF "sha256", "deleted_at" ON "installed_packs" WHEN NEW.deleted_at IS NULL AND (OLD."sha256" IS NOT NEW."sha256" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "installed_packs" WHERE "sha256" = NEW."sha256" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: installed_packs.sha256'); END;
CREATE TRIGGER "insured_years_key_insert" BEFORE INSERT ON "insured_years" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "insured_years" WHERE "person_id" = NEW."person_id" AND "employer_text" = NEW."employer_text" AND "county" = NEW."county" AND "year" = NEW."year" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: insured_years.person_id, insured_years.employer_text, insured_years.county, insured_years.year'); END;
CREATE TRIGGER "insured_years_key_update" BEFORE UPDATE OF "person_id", "employer_text", "county", "year", "deleted_at" ON "insured_years" WHEN NEW.deleted_at IS NULL AND (OLD."person_id" IS NOT NEW."person_id" OR OLD."employer_text" IS NOT NEW."employer_text" OR OLD."county" IS NOT NEW."county" OR OLD."year" IS NOT NEW."year" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "insured_years" WHERE "person_id" = NEW."person_id" AND "employer_text" = NEW."employer_text" AND "county" = NEW."county" AND "year" = NEW."year" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: insured_years.person_id, insured_years.employer_text, insured_years.county, insured_years.year'); END;
CREATE TRIGGER "job_seekers_key_insert" BEFORE INSERT ON "job_seekers" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "job_seekers" WHERE "person_id" = NEW."person_id" AND "from_date" = NEW."from_date" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: job_seekers.person_id, job_seekers.from_date'); END;
CREATE TRIGGER "job_seekers_key_update" BEFORE UPDATE OF "person_id", "from_date", "deleted_at" ON "job_seekers" WHEN NEW.deleted_at IS NULL AND (OLD."person_id" IS NOT NEW."person_id" OR OLD."from_date" IS NOT NEW."from_date" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "job_seekers" WHERE "person_id" = NEW."person_id" AND "from_date" = NEW."from_date" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: job_seekers.person_id, job_seekers.from_date'); END;
CREATE TRIGGER "material_items_key_insert" BEFORE INSERT ON "material_items" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "material_items" WHERE "benefit" = NEW."benefit" AND "name" = NEW."name" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: material_items.benefit, material_items.name'); END;
CREATE TRIGGER "material_items_key_update" BEFORE UPDATE OF "benefit", "name", "deleted_at" ON "material_items" WHEN NEW.deleted_at IS NULL AND (OLD."benefit" IS NOT NEW."benefit" OR OLD."name" IS NOT NEW."name" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "material_items" WHERE "benefit" = NEW."benefit" AND "name" = NEW."name" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: material_items.benefit, material_items.name'); END;
CREATE TRIGGER "officers_name_insert" BEFORE INSERT ON "officers" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "officers" WHERE "name" = NEW."name" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: officers.name'); END;
CREATE TRIGGER "officers_name_update" BEFORE UPDATE OF "name", "deleted_at" ON "officers" WHEN NEW.deleted_at IS NULL AND (OLD."name" IS NOT NEW."name" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "officers" WHERE "name" = NEW."name" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: officers.name'); END;
CREATE TRIGGER "pack_signers_key_insert" BEFORE INSERT ON "pack_signers" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "pack_signers" WHERE "public_key" = NEW."public_key" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: pack_signers.public_key'); END;
CREATE TRIGGER "pack_signers_key_update" BEFORE UPDATE OF "public_key", "deleted_at" ON "pack_signers" WHEN NEW.deleted_at IS NULL AND (OLD."public_key" IS NOT NEW."public_key" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "pack_signers" WHERE "public_key" = NEW."public_key" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: pack_signers.public_key'); END;
CREATE TRIGGER "pairings_key_insert" BEFORE INSERT ON "pairings" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "pairings" WHERE "east_county" = NEW."east_county" AND "west_county" = NEW."west_county" AND "from_date" = NEW."from_date" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: pairings.east_county, pairings.west_county, pairings.from_date'); END;
CREATE TRIGGER "pairings_key_update" BEFORE UPDATE OF "east_county", "west_county", "from_date", "deleted_at" ON "pairings" WHEN NEW.deleted_at IS NULL AND (OLD."east_county" IS NOT NEW."east_county" OR OLD."west_county" IS NOT NEW."west_county" OR OLD."from_date" IS NOT NEW."from_date" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "pairings" WHERE "east_county" = NEW."east_county" AND "west_county" = NEW."west_county" AND "from_date" = NEW."from_date" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: pairings.east_county, pairings.west_county, pairings.from_date'); END;
CREATE TRIGGER "papers_serial_insert" BEFORE INSERT ON "papers" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "papers" WHERE "serial" = NEW."serial" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: papers.serial'); END;
CREATE TRIGGER "papers_serial_update" BEFORE UPDATE OF "serial", "deleted_at" ON "papers" WHEN NEW.deleted_at IS NULL AND (OLD."serial" IS NOT NEW."serial" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "papers" WHERE "serial" = NEW."serial" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: papers.serial'); END;
CREATE TRIGGER "partners_signing_key_insert" BEFORE INSERT ON "partners" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "partners" WHERE "signing_key" = NEW."signing_key" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: partners.signing_key'); END;
CREATE TRIGGER "partners_signing_key_update" BEFORE UPDATE OF "signing_key", "deleted_at" ON "partners" WHEN NEW.deleted_at IS NULL AND (OLD."signing_key" IS NOT NEW."signing_key" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "partners" WHERE "signing_key" = NEW."signing_key" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: partners.signing_key'); END;
CREATE TRIGGER "payment_files_number_insert" BEFORE INSERT ON "payment_files" WHEN EXISTS (SELECT 1 FROM "payment_files" WHERE "number" = NEW."number") AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: payment_files.number'); END;
CREATE TRIGGER "payment_files_number_update" BEFORE UPDATE OF "number" ON "payment_files" WHEN (OLD."number" IS NOT NEW."number") AND EXISTS (SELECT 1 FROM "payment_files" WHERE "number" = NEW."number" AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: payment_files.number'); END;
CREATE TRIGGER "payments_row_insert" BEFORE INSERT ON "payments" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "payments" WHERE "payment_file_id" = NEW."payment_file_id" AND "row" = NEW."row" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: payments.payment_file_id, payments.row'); END;
CREATE TRIGGER "payments_row_update" BEFORE UPDATE OF "payment_file_id", "row", "deleted_at" ON "payments" WHEN NEW.deleted_at IS NULL AND (OLD."payment_file_id" IS NOT NEW."payment_file_id" OR OLD."row" IS NOT NEW."row" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "payments" WHERE "payment_file_id" = NEW."payment_file_id" AND "row" = NEW."row" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: payments.payment_file_id, payments.row'); END;
CREATE TRIGGER "payments_reissue_insert" BEFORE INSERT ON "payments" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "payments" WHERE "reissue_of" = NEW."reissue_of" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: payments.reissue_of'); END;
CREATE TRIGGER "payments_reissue_update" BEFORE UPDATE OF "reissue_of", "deleted_at" ON "payments" WHEN NEW.deleted_at IS NULL AND (OLD."reissue_of" IS NOT NEW."reissue_of" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "payments" WHERE "reissue_of" = NEW."reissue_of" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: payments.reissue_of'); END;
CREATE TRIGGER "people_id_number_insert" BEFORE INSERT ON "people" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "people" WHERE "id_number" = NEW."id_number" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: people.id_number'); END;
CREATE TRIGGER "people_id_number_update" BEFORE UPDATE OF "id_number", "deleted_at" ON "people" WHEN NEW.deleted_at IS NULL AND (OLD."id_number" IS NOT NEW."id_number" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "people" WHERE "id_number" = NEW."id_number" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: people.id_number'); END;
CREATE TRIGGER "person_categories_key_insert" BEFORE INSERT ON "person_categories" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "person_categories" WHERE "person_id" = NEW."person_id" AND "category" = NEW."category" AND "from_date" = NEW."from_date" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: person_categories.person_id, person_categories.category, person_categories.from_date'); END;
CREATE TRIGGER "person_categories_key_update" BEFORE UPDATE OF "person_id", "category", "from_date", "deleted_at" ON "person_categories" WHEN NEW.deleted_at IS NULL AND (OLD."person_id" IS NOT NEW."person_id" OR OLD."category" IS NOT NEW."category" OR OLD."from_date" IS NOT NEW."from_date" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "person_categories" WHERE "person_id" = NEW."person_id" AND "category" = NEW."category" AND "from_date" = NEW."from_date" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: person_categories.person_id, person_categories.category, person_categories.from_date'); END;
CREATE TRIGGER "rent_years_key_insert" BEFORE INSERT ON "rent_years" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "rent_years" WHERE "person_id" = NEW."person_id" AND "year" = NEW."year" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: rent_years.person_id, rent_years.year'); END;
CREATE TRIGGER "rent_years_key_update" BEFORE UPDATE OF "person_id", "year", "deleted_at" ON "rent_years" WHEN NEW.deleted_at IS NULL AND (OLD."person_id" IS NOT NEW."person_id" OR OLD."year" IS NOT NEW."year" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "rent_years" WHERE "person_id" = NEW."person_id" AND "year" = NEW."year" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: rent_years.person_id, rent_years.year'); END;
CREATE TRIGGER "sample_calls_key_insert" BEFORE INSERT ON "sample_calls" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "sample_calls" WHERE "sample_id" = NEW."sample_id" AND "claim_id" = NEW."claim_id" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: sample_calls.sample_id, sample_calls.claim_id'); END;
CREATE TRIGGER "sample_calls_key_update" BEFORE UPDATE OF "sample_id", "claim_id", "deleted_at" ON "sample_calls" WHEN NEW.deleted_at IS NULL AND (OLD."sample_id" IS NOT NEW."sample_id" OR OLD."claim_id" IS NOT NEW."claim_id" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "sample_calls" WHERE "sample_id" = NEW."sample_id" AND "claim_id" = NEW."claim_id" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: sample_calls.sample_id, sample_calls.claim_id'); END;
CREATE TRIGGER "scenarios_name_insert" BEFORE INSERT ON "scenarios" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "scenarios" WHERE "name" = NEW."name" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: scenarios.name'); END;
CREATE TRIGGER "scenarios_name_update" BEFORE UPDATE OF "name", "deleted_at" ON "scenarios" WHEN NEW.deleted_at IS NULL AND (OLD."name" IS NOT NEW."name" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "scenarios" WHERE "name" = NEW."name" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: scenarios.name'); END;
CREATE TRIGGER "spell_years_key_insert" BEFORE INSERT ON "spell_years" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "spell_years" WHERE "spell_id" = NEW."spell_id" AND "year" = NEW."year" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: spell_years.spell_id, spell_years.year'); END;
CREATE TRIGGER "spell_years_key_update" BEFORE UPDATE OF "spell_id", "year", "deleted_at" ON "spell_years" WHEN NEW.deleted_at IS NULL AND (OLD."spell_id" IS NOT NEW."spell_id" OR OLD."year" IS NOT NEW."year" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "spell_years" WHERE "spell_id" = NEW."spell_id" AND "year" = NEW."year" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: spell_years.spell_id, spell_years.year'); END;
CREATE TRIGGER "spells_key_insert" BEFORE INSERT ON "spells" WHEN NEW.deleted_at IS NULL AND EXISTS (SELECT 1 FROM "spells" WHERE "person_id" = NEW."person_id" AND "employer_text" = NEW."employer_text" AND "county" = NEW."county" AND "from_date" = NEW."from_date" AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: spells.person_id, spells.employer_text, spells.county, spells.from_date'); END;
CREATE TRIGGER "spells_key_update" BEFORE UPDATE OF "person_id", "employer_text", "county", "from_date", "deleted_at" ON "spells" WHEN NEW.deleted_at IS NULL AND (OLD."person_id" IS NOT NEW."person_id" OR OLD."employer_text" IS NOT NEW."employer_text" OR OLD."county" IS NOT NEW."county" OR OLD."from_date" IS NOT NEW."from_date" OR OLD."deleted_at" IS NOT NEW."deleted_at") AND EXISTS (SELECT 1 FROM "spells" WHERE "person_id" = NEW."person_id" AND "employer_text" = NEW."employer_text" AND "county" = NEW."county" AND "from_date" = NEW."from_date" AND deleted_at IS NULL AND id <> NEW.id) AND NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging') BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: spells.person_id, spells.employer_text, spells.county, spells.from_date'); END;
CREATE TRIGGER origin_transactions_no_update BEFORE UPDATE ON origin_transactions BEGIN SELECT RAISE(ABORT, 'origin_transactions is append-only'); END;
CREATE TRIGGER origin_transactions_no_delete BEFORE DELETE ON origin_transactions BEGIN SELECT RAISE(ABORT, 'origin_transactions is append-only'); END;
