ALTER TABLE `papers` ADD `layout_id` text;
ALTER TABLE `papers` ADD `layout_name` text;
ALTER TABLE `papers` ADD `layout_digest` text;