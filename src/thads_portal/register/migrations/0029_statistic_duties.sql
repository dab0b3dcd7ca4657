-- How many duties of publication were done in time, by agency and month of the last day: counted
-- with the statistics, so that no page of the public counts duties.
CREATE TABLE thads_statistic_duty (
    -- A province, or '' for the nation; the place is then an agency, or a province.
    scope text COLLATE "C" NOT NULL,
    place text COLLATE "C" NOT NULL,
    duty text COLLATE "C" NOT NULL,
    month date NOT NULL,
    in_time bigint NOT NULL,
    late bigint NOT NULL,
    overdue bigint NOT NULL,
    PRIMARY KEY (scope, duty, month, place)
);
