-- Satisfaction with a procedure: how often each answer was given in a month, and nothing else.
CREATE TABLE thads_request_rating (
    procedure text COLLATE "C" NOT NULL,
    month date NOT NULL,
    answer text COLLATE "C" NOT NULL,
    n integer NOT NULL,
    PRIMARY KEY (procedure, month, answer)
);
