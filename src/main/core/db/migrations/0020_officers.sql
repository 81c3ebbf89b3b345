CREATE TABLE `officer_pins` (
	`officer_id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`wrong` integer NOT NULL,
	`wrong_at` integer
) STRICT;

CREATE TABLE `officers` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`added_by` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `officers_name` ON `officers` (`name`) WHERE "officers"."deleted_at" IS NULL;