DROP TABLE `evaluation_refusal_sets`;
DROP TABLE `evaluation_refusals`;
DELETE FROM `evaluation_runs`;
DELETE FROM `evaluation_results`;
