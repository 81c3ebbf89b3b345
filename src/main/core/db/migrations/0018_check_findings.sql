CREATE TABLE `check_findings` (
	`seq` integer PRIMARY KEY NOT NULL,
	`check_id` text NOT NULL,
	`severity` text NOT NULL,
	`certainty` text NOT NULL,
	`claim_id` text,
	`batch_id` text,
	`person_id` text,
	`employer_id` text,
	`benefit` text,
	`evidence` text NOT NULL,
	`text` text NOT NULL,
	`others` text NOT NULL
) STRICT;

CREATE INDEX `check_findings_check` ON `check_findings` (`check_id`,`severity`,`benefit`);
CREATE INDEX `check_findings_claim` ON `check_findings` (`claim_id`);
CREATE INDEX `check_findings_person` ON `check_findings` (`person_id`);
CREATE TABLE `check_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`as_of` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text NOT NULL,
	`people` integer NOT NULL,
	`claims` integer NOT NULL,
	`milliseconds` integer NOT NULL
) STRICT;
