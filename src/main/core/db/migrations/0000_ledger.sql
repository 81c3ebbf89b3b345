CREATE TABLE `claim_events` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`claim_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` text NOT NULL,
	`by` text NOT NULL,
	`data` text NOT NULL,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `claim_events_claim` ON `claim_events` (`claim_id`,`at`);
CREATE TABLE `claims` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`number` text NOT NULL,
	`benefit` text NOT NULL,
	`beneficiary_kind` text NOT NULL,
	`beneficiary_id` text NOT NULL,
	`person_id` text,
	`period` text,
	`entitlement_key` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`months` integer,
	`as_of` text NOT NULL,
	`qualifying_on` text,
	`pack_version` text NOT NULL,
	`standard` text,
	`facts` text NOT NULL,
	`trace` text NOT NULL,
	`drafted_at` text NOT NULL,
	`drafted_by` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `claims_number` ON `claims` (`number`);
CREATE UNIQUE INDEX `claims_entitlement` ON `claims` (`entitlement_key`) WHERE "claims"."deleted_at" IS NULL;
CREATE INDEX `claims_benefit` ON `claims` (`benefit`,`state`);
CREATE INDEX `claims_person` ON `claims` (`person_id`);
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`benefit` text NOT NULL,
	`beneficiary_kind` text NOT NULL,
	`beneficiary_id` text NOT NULL,
	`person_id` text,
	`period` text,
	`entitlement_key` text NOT NULL,
	`amount_fen` integer,
	`months` integer,
	`granted_on` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `grants_entitlement` ON `grants` (`entitlement_key`) WHERE "grants"."deleted_at" IS NULL;
CREATE INDEX `grants_person` ON `grants` (`person_id`);
CREATE TABLE `files` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`mime` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text NOT NULL,
	`content` blob NOT NULL,
	`stored_at` text NOT NULL
) STRICT;

CREATE TABLE `import_findings` (
	`import_id` text NOT NULL,
	`row` integer NOT NULL,
	`severity` text NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL
) STRICT;

CREATE INDEX `import_findings_import` ON `import_findings` (`import_id`,`row`);
CREATE TABLE `import_mappings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`headers` text NOT NULL,
	`mapping` text NOT NULL,
	`remembered_at` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `import_mappings_key` ON `import_mappings` (`kind`,`headers`);
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`file_id` text,
	`sha256` text NOT NULL,
	`sheet` text,
	`header_row` integer NOT NULL,
	`mapping` text NOT NULL,
	`imported_at` text NOT NULL,
	`imported_by` text NOT NULL,
	`new_count` integer NOT NULL,
	`changed_count` integer NOT NULL,
	`same_count` integer NOT NULL,
	`refused_count` integer NOT NULL,
	`warned_count` integer NOT NULL,
	`state` text NOT NULL,
	`tx_id` text NOT NULL
) STRICT;

CREATE INDEX `imports_at` ON `imports` (`imported_at`);
CREATE TABLE `evaluation_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`as_of` text NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text,
	`pack_versions` text NOT NULL,
	`people_count` integer NOT NULL,
	`summary` text NOT NULL
) STRICT;

CREATE TABLE `parameters` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`reason` text NOT NULL,
	`decided_by` text,
	`decided_on` text NOT NULL
) STRICT;

CREATE INDEX `parameters_key` ON `parameters` (`key`);
CREATE TABLE `standards` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`document_number` text,
	`from_date` text,
	`to_date` text,
	`entered_by` text
) STRICT;

CREATE INDEX `standards_key` ON `standards` (`key`);
CREATE TABLE `agents` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`pinyin` text NOT NULL,
	`initials` text NOT NULL,
	`credit_code` text,
	`kind` text,
	`kind_text` text,
	`county` text,
	`licence_number` text,
	`legal_rep_name` text,
	`contact` text,
	`phone` text,
	`bank_name` text,
	`bank_account` text
) STRICT;

CREATE UNIQUE INDEX `agents_credit_code` ON `agents` (`credit_code`) WHERE "agents"."deleted_at" IS NULL;
CREATE INDEX `agents_name` ON `agents` (`name_folded`);
CREATE TABLE `employer_recognitions` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`employer_id` text NOT NULL,
	`kind` text NOT NULL,
	`on_date` text NOT NULL,
	`document_number` text,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `employer_recognitions_key` ON `employer_recognitions` (`employer_id`,`kind`,`on_date`) WHERE "employer_recognitions"."deleted_at" IS NULL;
CREATE TABLE `employers` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`pinyin` text NOT NULL,
	`initials` text NOT NULL,
	`credit_code` text,
	`kind` text,
	`kind_text` text,
	`county` text,
	`address` text,
	`is_private` integer,
	`industry` text,
	`legal_rep_name` text,
	`legal_rep_id_number` text,
	`contact` text,
	`phone` text,
	`bank_name` text,
	`bank_account` text
) STRICT;

CREATE UNIQUE INDEX `employers_credit_code` ON `employers` (`credit_code`) WHERE "employers"."deleted_at" IS NULL;
CREATE INDEX `employers_name` ON `employers` (`name_folded`);
CREATE TABLE `household_years` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`household_id` text NOT NULL,
	`year` integer NOT NULL,
	`own_production` integer,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `household_years_key` ON `household_years` (`household_id`,`year`) WHERE "household_years"."deleted_at" IS NULL;
CREATE TABLE `households` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`code` text,
	`county` text,
	`township` text,
	`township_text` text,
	`village` text,
	`hamlet` text,
	`size` integer,
	`phone` text,
	`kind_text` text,
	`poverty_cause` text,
	`income_per_head_fen` integer
) STRICT;

CREATE UNIQUE INDEX `households_code` ON `households` (`code`) WHERE "households"."deleted_at" IS NULL;
CREATE TABLE `pairings` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`east_county` text NOT NULL,
	`west_county` text NOT NULL,
	`from_date` text NOT NULL,
	`to_date` text,
	`document_number` text
) STRICT;

CREATE UNIQUE INDEX `pairings_key` ON `pairings` (`east_county`,`west_county`,`from_date`) WHERE "pairings"."deleted_at" IS NULL;
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`pinyin` text NOT NULL,
	`initials` text NOT NULL,
	`id_number` text,
	`id_number_written` text,
	`sex` text,
	`birth_date` text,
	`ethnicity_code` text,
	`ethnicity_text` text,
	`education_code` text,
	`education_text` text,
	`household_id` text,
	`relation_to_head` text,
	`code` text,
	`home_county` text,
	`home_township` text,
	`home_township_text` text,
	`home_village` text,
	`phone` text,
	`payee_name` text,
	`payee_bank` text,
	`payee_account` text,
	`payee_account_kind` text,
	`health_text` text,
	`labour_text` text,
	`schooling_text` text,
	`categories_known` integer,
	`note` text,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `people_id_number` ON `people` (`id_number`) WHERE "people"."deleted_at" IS NULL;
CREATE INDEX `people_search` ON `people` (`name`,`name_folded`,`pinyin`,`initials`,`id_number`,`home_county`,`deleted_at`);
CREATE INDEX `people_pinyin` ON `people` (`pinyin`,`id`) WHERE "people"."deleted_at" IS NULL;
CREATE INDEX `people_household` ON `people` (`household_id`);
CREATE INDEX `people_home` ON `people` (`home_county`,`home_township`);
CREATE INDEX `people_phone` ON `people` (`phone`);
CREATE TABLE `person_categories` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`category` text NOT NULL,
	`from_date` text NOT NULL,
	`to_date` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `person_categories_key` ON `person_categories` (`person_id`,`category`,`from_date`) WHERE "person_categories"."deleted_at" IS NULL;
CREATE TABLE `schools` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`county` text,
	`credit_code` text,
	`contact` text,
	`phone` text
) STRICT;

CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;

CREATE TABLE `stations` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`county` text,
	`cooperation_base` integer,
	`opened_on` text,
	`closed_on` text,
	`contact` text,
	`phone` text
) STRICT;

CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`params` text NOT NULL,
	`tx_id` text NOT NULL,
	`first_seq` integer NOT NULL,
	`changes` integer NOT NULL,
	`changes_hash` text NOT NULL,
	`prev_hash` text NOT NULL,
	`hash` text NOT NULL
) STRICT;

CREATE INDEX `audit_tx` ON `audit` (`tx_id`);
CREATE TABLE `change_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`tx_id` text NOT NULL,
	`hlc` text NOT NULL,
	`tbl` text NOT NULL,
	`row_id` text NOT NULL,
	`op` text NOT NULL,
	`fields` text NOT NULL,
	`before` text
) STRICT;

CREATE INDEX `change_log_record` ON `change_log` (`tbl`,`row_id`);
CREATE TABLE `ledger_meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;

CREATE TABLE `attendance` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`employer_id` text,
	`month` text NOT NULL,
	`attended_days` integer,
	`required_days` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `attendance_person` ON `attendance` (`person_id`,`month`);
CREATE TABLE `certificates` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`grade` text,
	`on_date` text,
	`county` text,
	`institution_id` text,
	`number` text,
	`occupation` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `certificates_person` ON `certificates` (`person_id`);
CREATE TABLE `courses` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`name` text,
	`from_date` text,
	`to_date` text,
	`attended_days` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `courses_person` ON `courses` (`person_id`);
CREATE TABLE `enrolments` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`employer_id` text,
	`school_id` text,
	`year` integer,
	`kind` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `enrolments_person` ON `enrolments` (`person_id`);
CREATE TABLE `fair_employers` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`fair_id` text NOT NULL,
	`employer_id` text NOT NULL,
	FOREIGN KEY (`fair_id`) REFERENCES `fairs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `fair_employers_key` ON `fair_employers` (`fair_id`,`employer_id`) WHERE "fair_employers"."deleted_at" IS NULL;
CREATE TABLE `fairs` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text,
	`county` text,
	`on_date` text
) STRICT;

CREATE TABLE `insured_years` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`employer_id` text,
	`employer_text` text,
	`county` text NOT NULL,
	`year` integer NOT NULL,
	`months` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `insured_years_key` ON `insured_years` (`person_id`,`employer_text`,`county`,`year`) WHERE "insured_years"."deleted_at" IS NULL;
CREATE TABLE `placements` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`school_id` text,
	`employer_id` text,
	`on_date` text,
	`high_skill` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `placements_person` ON `placements` (`person_id`);
CREATE TABLE `rent_years` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`year` integer NOT NULL,
	`months` integer NOT NULL,
	`address` text,
	`landlord` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `rent_years_key` ON `rent_years` (`person_id`,`year`) WHERE "rent_years"."deleted_at" IS NULL;
CREATE TABLE `spell_years` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`spell_id` text NOT NULL,
	`person_id` text NOT NULL,
	`year` integer NOT NULL,
	`wages_fen` integer,
	`fare_fen` integer,
	`training_months` integer,
	FOREIGN KEY (`spell_id`) REFERENCES `spells`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `spell_years_key` ON `spell_years` (`spell_id`,`year`) WHERE "spell_years"."deleted_at" IS NULL;
CREATE INDEX `spell_years_person` ON `spell_years` (`person_id`);
CREATE TABLE `spells` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`employer_id` text,
	`employer_text` text,
	`county` text,
	`workplace_text` text,
	`from_date` text NOT NULL,
	`to_state` text,
	`to_date` text,
	`organised_state` text,
	`agent_id` text,
	`filing_state` text,
	`filing_number` text,
	`filing_on` text,
	`contract_state` text,
	`contract_from` text,
	`contract_to` text,
	`post_kind` text NOT NULL,
	`job_title` text,
	`industry` text,
	`channel_text` text,
	`monthly_income_fen` integer,
	`point_to_point` integer,
	`insured_known` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `spells_key` ON `spells` (`person_id`,`employer_text`,`county`,`from_date`) WHERE "spells"."deleted_at" IS NULL;
CREATE INDEX `spells_employer` ON `spells` (`employer_id`);
CREATE INDEX `spells_agent` ON `spells` (`agent_id`);