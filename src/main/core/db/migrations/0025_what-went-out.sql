CREATE TABLE `export_marks` (
	`profile` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`through_seq` integer NOT NULL,
	`row_keys` blob NOT NULL
) STRICT;

CREATE TABLE `export_profiles` (
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

CREATE TABLE `export_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`profile` text NOT NULL,
	`profile_name` text NOT NULL,
	`profile_version` integer NOT NULL,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`size` integer NOT NULL,
	`row_count` integer NOT NULL,
	`left_out_count` integer NOT NULL,
	`gone_count` integer NOT NULL,
	`since` text NOT NULL,
	`through_seq` integer NOT NULL,
	`personal` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text NOT NULL
) STRICT;

CREATE INDEX `export_runs_profile` ON `export_runs` (`profile`,`made_at`);