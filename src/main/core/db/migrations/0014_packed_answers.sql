CREATE TABLE `evaluation_heads` (
	`benefit` text NOT NULL,
	`employer_id` text NOT NULL,
	`year` integer NOT NULL,
	`known` text NOT NULL,
	`possible` text NOT NULL,
	PRIMARY KEY(`employer_id`, `benefit`, `year`)
) STRICT, WITHOUT ROWID;

CREATE TABLE `evaluation_people` (
	`person_id` text PRIMARY KEY NOT NULL,
	`n` integer NOT NULL,
	`set_id` integer,
	`heads` text
) STRICT, WITHOUT ROWID;

CREATE TABLE `evaluation_sets` (
	`id` integer PRIMARY KEY NOT NULL,
	`answers` text NOT NULL,
	`people` integer NOT NULL
) STRICT;
