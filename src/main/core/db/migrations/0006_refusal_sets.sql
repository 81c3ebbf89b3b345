DROP TABLE `evaluation_refusals`;
CREATE TABLE `evaluation_refusals` (
	`person_id` text PRIMARY KEY NOT NULL,
	`set_id` integer NOT NULL
) STRICT;

CREATE TABLE `evaluation_refusal_sets` (
	`id` integer PRIMARY KEY NOT NULL,
	`failed` text NOT NULL
) STRICT;

DELETE FROM `evaluation_runs`;
DELETE FROM `evaluation_results`;
