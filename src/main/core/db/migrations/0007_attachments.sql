CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`owner_kind` text NOT NULL,
	`owner_id` text NOT NULL,
	`item` text,
	`name` text NOT NULL,
	`mime` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text NOT NULL,
	`added_at` text NOT NULL,
	`added_by` text NOT NULL
) STRICT;

CREATE INDEX `attachments_owner` ON `attachments` (`owner_kind`,`owner_id`);
CREATE INDEX `attachments_sha256` ON `attachments` (`sha256`);
CREATE INDEX `files_sha256` ON `files` (`sha256`);