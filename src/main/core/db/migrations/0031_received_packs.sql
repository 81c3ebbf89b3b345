CREATE TABLE `received_packs` (
	`id` text PRIMARY KEY NOT NULL,
	`ledger_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`content` blob NOT NULL,
	`received_at` text NOT NULL,
	`set_aside_at` text,
	`set_aside_by` text,
	`set_aside_reason` text
) STRICT;

CREATE UNIQUE INDEX `received_packs_sha256` ON `received_packs` (`sha256`);