-- The day from which a case fits for exemption or reduction by time and sum, as its entries stand; computed with
-- them, and for older cases by the walk over the duties of cases that ends an upgrade.
ALTER TABLE thads_case ADD COLUMN relief_on date;
CREATE INDEX CONCURRENTLY thads_case_relief ON thads_case (province, relief_on, id)
    WHERE relief_on IS NOT NULL;
