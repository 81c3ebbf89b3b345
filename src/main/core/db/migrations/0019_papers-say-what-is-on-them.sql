ALTER TABLE `papers` ADD `group_name` text;
ALTER TABLE `papers` ADD `title` text;
ALTER TABLE `papers` ADD `claim_count` integer;
ALTER TABLE `papers` ADD `amount_fen` integer;