CREATE TABLE `batches` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`number` text NOT NULL,
	`title` text NOT NULL,
	`benefit` text NOT NULL,
	`fund` text NOT NULL,
	`budget_line_id` text,
	`period` text,
	`scope` text,
	`state` text NOT NULL,
	`step` text,
	`procedure_id` text NOT NULL,
	`stated_count` integer,
	`stated_fen` integer,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`locked_at` text,
	FOREIGN KEY (`budget_line_id`) REFERENCES `budget_lines`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `batches_number` ON `batches` (`number`);
CREATE INDEX `batches_state` ON `batches` (`state`,`benefit`);
CREATE INDEX `batches_budget` ON `batches` (`budget_line_id`);
CREATE TABLE `objections` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`public_list_id` text NOT NULL,
	`claim_id` text,
	`received_on` text NOT NULL,
	`raised_by` text NOT NULL,
	`phone` text,
	`content` text NOT NULL,
	`result` text,
	`resolution` text,
	`resolved_on` text,
	`resolved_by` text,
	FOREIGN KEY (`public_list_id`) REFERENCES `public_lists`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `objections_list` ON `objections` (`public_list_id`);
CREATE TABLE `public_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`batch_id` text NOT NULL,
	`step` text NOT NULL,
	`level` text NOT NULL,
	`place` text NOT NULL,
	`from_date` text NOT NULL,
	`to_date` text NOT NULL,
	`days` integer NOT NULL,
	`day_kind` text NOT NULL,
	`phone` text NOT NULL,
	`stated_count` integer NOT NULL,
	`stated_fen` integer NOT NULL,
	`posted_by` text NOT NULL,
	`cleared_at` text,
	`cleared_by` text,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `public_lists_batch` ON `public_lists` (`batch_id`);
CREATE TABLE `sample_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`sample_id` text NOT NULL,
	`claim_id` text NOT NULL,
	`drawn` text NOT NULL,
	`result` text,
	`note` text,
	`called_at` text,
	`called_by` text,
	FOREIGN KEY (`sample_id`) REFERENCES `samples`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `sample_calls_key` ON `sample_calls` (`sample_id`,`claim_id`) WHERE "sample_calls"."deleted_at" IS NULL;
CREATE TABLE `samples` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`batch_id` text NOT NULL,
	`seed` text NOT NULL,
	`rule` text NOT NULL,
	`drawn_at` text NOT NULL,
	`drawn_by` text NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `samples_batch` ON `samples` (`batch_id`);
CREATE TABLE `claim_holds` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`claim_id` text NOT NULL,
	`check_id` text NOT NULL,
	`evidence` text NOT NULL,
	`reason` text NOT NULL,
	`held_at` text NOT NULL,
	`held_by` text NOT NULL,
	`released_at` text,
	`released_by` text,
	`release_reason` text,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `claim_holds_claim` ON `claim_holds` (`claim_id`);
CREATE INDEX `claim_holds_open` ON `claim_holds` (`released_at`,`check_id`);
CREATE UNIQUE INDEX `claim_holds_key` ON `claim_holds` (`claim_id`,`check_id`,`evidence`) WHERE "claim_holds"."deleted_at" IS NULL;
CREATE TABLE `form_layouts` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`based_on` text NOT NULL,
	`definition` text NOT NULL,
	`changed_at` text NOT NULL,
	`changed_by` text NOT NULL
) STRICT;

CREATE TABLE `papers` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`serial` text NOT NULL,
	`layout` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`pages` integer NOT NULL,
	`state` text NOT NULL,
	`printed_at` text NOT NULL,
	`printed_by` text NOT NULL,
	`reprints` integer NOT NULL,
	`reprint_reason` text,
	`state_at` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `papers_serial` ON `papers` (`serial`) WHERE "papers"."deleted_at" IS NULL;
CREATE INDEX `papers_subject` ON `papers` (`subject_id`,`layout`);
CREATE TABLE `print_offsets` (
	`layout` text PRIMARY KEY NOT NULL,
	`right_um` integer NOT NULL,
	`down_um` integer NOT NULL
) STRICT;

CREATE TABLE `bank_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`definition` text NOT NULL,
	`based_on` text,
	`changed_at` text NOT NULL,
	`changed_by` text NOT NULL
) STRICT;

CREATE TABLE `bank_returns` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`payment_file_id` text NOT NULL,
	`file_name` text NOT NULL,
	`file_id` text NOT NULL,
	`sha256` text NOT NULL,
	`paid_count` integer NOT NULL,
	`returned_count` integer NOT NULL,
	`unmatched_count` integer NOT NULL,
	`taken_at` text NOT NULL,
	`taken_by` text NOT NULL,
	FOREIGN KEY (`payment_file_id`) REFERENCES `payment_files`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `bank_returns_file` ON `bank_returns` (`payment_file_id`,`sha256`) WHERE "bank_returns"."deleted_at" IS NULL;
CREATE TABLE `clawbacks` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`claim_id` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`reason` text NOT NULL,
	`document` text,
	`demanded_on` text NOT NULL,
	`demanded_by` text NOT NULL,
	`received_fen` integer NOT NULL,
	`received_on` text,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `clawbacks_claim` ON `clawbacks` (`claim_id`);
CREATE TABLE `payment_files` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`batch_id` text NOT NULL,
	`number` text NOT NULL,
	`profile` text NOT NULL,
	`file_name` text NOT NULL,
	`file_id` text NOT NULL,
	`sha256` text NOT NULL,
	`row_count` integer NOT NULL,
	`amount_fen` integer NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `payment_files_number` ON `payment_files` (`number`);
CREATE INDEX `payment_files_batch` ON `payment_files` (`batch_id`);
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`payment_file_id` text NOT NULL,
	`claim_id` text NOT NULL,
	`row` integer NOT NULL,
	`payee_name` text NOT NULL,
	`payee_id_number` text,
	`account` text NOT NULL,
	`bank` text,
	`amount_fen` integer NOT NULL,
	`purpose` text NOT NULL,
	`state` text NOT NULL,
	`settled_on` text,
	`return_reason` text,
	`reissue_of` text,
	FOREIGN KEY (`payment_file_id`) REFERENCES `payment_files`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `payments_row` ON `payments` (`payment_file_id`,`row`) WHERE "payments"."deleted_at" IS NULL;
CREATE UNIQUE INDEX `payments_reissue` ON `payments` (`reissue_of`) WHERE "payments"."deleted_at" IS NULL;
CREATE INDEX `payments_claim` ON `payments` (`claim_id`);
CREATE TABLE `budget_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`fund` text NOT NULL,
	`year` integer NOT NULL,
	`benefits` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`document` text NOT NULL
) STRICT;

CREATE INDEX `budget_lines_year` ON `budget_lines` (`year`);
CREATE TABLE `calendar_days` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`date` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `calendar_days_date` ON `calendar_days` (`date`) WHERE "calendar_days"."deleted_at" IS NULL;
CREATE TABLE `check_settings` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`check_id` text NOT NULL,
	`severity` text NOT NULL,
	`parameters` text NOT NULL,
	`reason` text NOT NULL,
	`decided_by` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `check_settings_check` ON `check_settings` (`check_id`) WHERE "check_settings"."deleted_at" IS NULL;
CREATE TABLE `comparison_entries` (
	`list_id` text NOT NULL,
	`row` integer NOT NULL,
	`id_number` text NOT NULL,
	`name` text,
	`note` text
) STRICT;

CREATE INDEX `comparison_entries_id` ON `comparison_entries` (`id_number`);
CREATE UNIQUE INDEX `comparison_entries_row` ON `comparison_entries` (`list_id`,`row`);
CREATE TABLE `comparison_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`given_by` text NOT NULL,
	`as_of` text NOT NULL,
	`file_id` text,
	`row_count` integer NOT NULL,
	`imported_at` text NOT NULL,
	`imported_by` text NOT NULL
) STRICT;

CREATE TABLE `material_items` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`benefit` text NOT NULL,
	`name` text NOT NULL,
	`required` integer NOT NULL,
	`position` integer NOT NULL
) STRICT;

CREATE UNIQUE INDEX `material_items_key` ON `material_items` (`benefit`,`name`) WHERE "material_items"."deleted_at" IS NULL;
CREATE TABLE `procedures` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`benefit` text NOT NULL,
	`steps` text NOT NULL,
	`note` text,
	`from_date` text NOT NULL,
	`entered_by` text NOT NULL
) STRICT;

CREATE INDEX `procedures_benefit` ON `procedures` (`benefit`,`from_date`);
ALTER TABLE `claims` ADD `procedure_id` text;
ALTER TABLE `claims` ADD `step` text;
ALTER TABLE `claims` ADD `due_on` text;
ALTER TABLE `claims` ADD `batch_id` text;
CREATE INDEX `claims_batch` ON `claims` (`batch_id`);
CREATE INDEX `claims_state` ON `claims` (`state`,`due_on`);